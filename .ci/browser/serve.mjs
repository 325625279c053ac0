// Uses the live page in a headless Chromium as a person would:
//   node serve.mjs CHROMIUM DRAWDOWN WORK [--shots DIR]
// Levers are moved, variants kept and compared, the scenario saved and run by the program: the same numbers. The link opens
// in a fresh profile, errors stand at their levers, axe-core finds nothing serious, nothing leaves the loopback. It says how
// long new figures take after a move, and asserts nothing of time.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const args = process.argv.slice(2);
const at = args.indexOf('--shots');
const shots = at >= 0 ? args.splice(at, 2)[1] : null;
const [chromium, drawdown, work] = args;
const downloads = join(work, 'downloads');
mkdirSync(downloads, { recursive: true });
let passed = 0;
const faults = [];
const check = (name, fault) => { if (fault) { faults.push(name); console.log(`FAILED ${name}: ${fault}`); } else passed += 1; };
const same = (name, found, wanted) => check(name, found === wanted ? '' : `${found} instead of ${wanted}`);

const server = spawn(drawdown, ['serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const address = await new Promise((found, failed) => {
  server.stdout.on('data', (data) => found(String(data).match(/http:\/\/127\.0\.0\.1:\d+\//)[0]));
  server.on('exit', () => failed(new Error('the server ended')));
});
const launch = () => puppeteer.launch({ executablePath: chromium, headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });

const requests = [];
async function open(browser, url, width = 1280, height = 800) {
  const page = await browser.newPage();
  const errors = [];
  page.on('console', (m) => { if (['error', 'warn'].includes(m.type()) && !m.text().includes('422')) errors.push(m.text()); });
  page.on('pageerror', (e) => errors.push(String(e)));
  page.on('request', (r) => { if (!r.url().startsWith(address) && !/^(data|blob):/.test(r.url())) requests.push(r.url()); });
  await page.setViewport({ width, height });
  await (await page.createCDPSession()).send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  await page.goto(url, { waitUntil: 'load' });
  await idle(page);
  return { page, errors };
}

/** Until nothing is computed any more. */
async function idle(page) {
  await new Promise((done) => { setTimeout(done, 250); });
  await page.waitForFunction(() => !document.documentElement.dataset.busy, { timeout: 120000 });
}

const text = (page, selector) => page.$eval(selector, (e) => e.textContent.replace(/\s+/g, ' ').trim());
async function type(page, selector, words) {
  await page.click(selector, { clickCount: 3 });
  await page.type(selector, words);
  await page.keyboard.press('Tab');
}
const press = (page, selector) => page.$eval(selector, (e) => e.click());
const away = (page) => page.evaluate(() => document.activeElement.blur());

async function accessible(name, page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
    .map((v) => ({ id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)) })));
  const serious = found.filter((v) => ['serious', 'critical'].includes(v.impact));
  found.filter((v) => !serious.includes(v)).forEach((v) => console.log(`note ${name}: axe ${v.id} (${v.impact}): ${v.nodes[0]}`));
  check(`${name}: axe-core`, serious.map((v) => `${v.id}: ${v.nodes.join(' | ')}`).join('; '));
}
const narrow = (page) => page.evaluate(() => {
  const most = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth > most ? `the page is ${document.documentElement.scrollWidth} px wide` : '';
});

const browser = await launch();
const { page, errors } = await open(browser, address);
same('as shipped', await text(page, '#count'), 'as shipped');
check('the answer', (await text(page, '#lead')).includes('20k orderly') ? '' : await text(page, '#lead'));
await accessible('first view', page);
check('width', await narrow(page));
check('first view: levers', await page.$eval('#levers', (e) => (e.scrollHeight > e.clientHeight + 1 ? `${e.scrollHeight} px in ${e.clientHeight}` : '')));
if (shots) await page.screenshot({ path: join(shots, 'serve-first.png') });

// 30,000, Germany first, from the media; kept; and what if we buy jointly?
await type(page, '#lever-people-number', '30000');
await press(page, '#lever-where');
await press(page, '[data-host=DEU]');
await accessible('from where', page);
if (shots) await page.screenshot({ path: join(shots, 'serve-hosts.png') });
await page.evaluate(() => [...document.querySelectorAll('#hosts button')].find((b) => b.textContent === 'Done').click());
await press(page, '#lever-learn-row input[value=media]');
await idle(page);
same('three changes', await text(page, '#count'), '3 changed · put all back');
// The sixth number is how much is judgement, which a run finds out with inputs varied afterwards.
const alone = { lead: await text(page, '#lead'), keys: await page.$$eval('#keys li', (all) => all.slice(0, 5).map((key) => key.textContent)) };
await away(page);
await page.keyboard.press('k');
await press(page, '#lever-buying-row input[value="1.2"]');
await idle(page);
await away(page);
await page.keyboard.press('k');
await idle(page);
const sides = await text(page, '#sides');
check('side by side', ['Missing in all, %', 'A less B', 'To buy back'].every((words) => sides.includes(words)) ? '' : sides);
await accessible('variants', page);
check('variants: width', await narrow(page));
if (shots) await page.screenshot({ path: join(shots, 'serve-variants.png') });

// Every lever changes what is run, is marked, and is put back.
await page.evaluate(() => { document.querySelector('.world').open = true; });
for (const [lever, selector] of [['goes', 'input[value=IndoPacific]'], ['stay', 'input[value=enablers]'], ['trigger', 'input[value=pacific]'], ['floor', 'input[value=holds]'], ['spending', 'input[value=met]']]) {
  const before = await text(page, '#keys');
  await press(page, `#lever-${lever}-row ${selector}`);
  await idle(page);
  check(`${lever}: changes numbers`, (await text(page, '#keys')) === before ? before : '');
  check(`${lever}: is marked`, await page.$eval(`#lever-${lever}-row`, (e) => (e.classList.contains('changed') ? '' : 'not marked')));
  await press(page, `#lever-${lever}-back`);
  await idle(page);
  same(`${lever}: put back`, await text(page, '#keys'), before);
}
for (const [lever, value] of [['commitment', '60'], ['reaction', '0'], ['pledges', '50']]) {
  const before = await text(page, '#keys');
  await type(page, `#lever-${lever}-number`, value);
  await idle(page);
  check(`${lever}: changes numbers`, (await text(page, '#keys')) === before ? before : '');
  await away(page);
  await page.keyboard.press('z');
  await idle(page);
  same(`${lever}: taken back`, await text(page, '#keys'), before);
}
await page.select('#lever-start-from', '12');
await idle(page);
check('when: words', (await page.$eval('#lever-start-row', (e) => e.classList.contains('changed'))) ? '' : 'not marked');
await press(page, '#lever-start-back');
await idle(page);

// A wrong value is said at its lever; the last answer stays.
const lead = await text(page, '#lead');
await type(page, '#lever-people-number', '900000');
await idle(page);
check('a wrong value', (await text(page, '#lever-people-fault')).includes('900') ? '' : await text(page, '#lever-people-row'));
same('the last answer stays', await text(page, '#lead'), lead);
check('said above', (await text(page, '#trouble')).includes('cannot be used') ? '' : await text(page, '#trouble'));
if (shots) await page.screenshot({ path: join(shots, 'serve-wrong.png') });
await press(page, '#lever-people-back');
await idle(page);
check('mended', await page.$eval('#trouble', (e) => (e.hidden ? '' : e.textContent)));

// Back to the first variant: the same as before, and what is saved gives the same numbers in the program.
await press(page, '#variants li button');
await idle(page);
await press(page, '#save');
await new Promise((done) => { setTimeout(done, 800); });
const saved = readdirSync(downloads).find((name) => name.endsWith('.ron'));
check('the scenario is saved', saved ? '' : 'no file');
renameSync(join(downloads, saved), join(work, 'page.ron'));
execFileSync(drawdown, ['run', 'page.ron', '-n', '16384', '--seed', '1', '--quiet', '--no-figures', '--output', 'saved'], { cwd: work });
const report = readFileSync(join(work, 'saved/report.html'), 'utf8');
const plain = (html) => html.replace(/<\/(p|li|dt|dd|h\d)>/g, ' ').replace(/<[^>]+>/g, '').replaceAll('&amp;', '&').replaceAll('&nbsp;', ' ').replace(/\s+/g, ' ');
const said = plain(report);
check('the program says the same', said.includes(alone.lead) ? '' : alone.lead);
const glued = (words) => words.replace(/\s/g, '');
alone.keys.forEach((key, i) => check(`and has the same numbers: ${i + 1}`, glued(said).includes(glued(key)) ? '' : key));

// A figure as SVG and PNG.
await press(page, '#f-1-coverage .png');
await press(page, '#f-1-coverage .svg');
await new Promise((done) => { setTimeout(done, 1500); });
const files = readdirSync(downloads);
await press(page, '#spreadsheet');
await press(page, '#report');
await page.waitForFunction(() => !document.querySelector('#report').disabled && !document.querySelector('#spreadsheet').disabled, { timeout: 60000 });
await new Promise((done) => { setTimeout(done, 1000); });
const taken = readdirSync(downloads);
check('report and spreadsheet are saved', ['report.html', 'results.xlsx'].every((name) => taken.includes(name)) ? '' : taken.join(', '));
check('figures are saved', ['1-coverage.png', '1-coverage.svg'].every((name) => files.includes(name)) ? '' : files.join(', '));

// The link holds all of it, in a fresh profile.
await new Promise((done) => { setTimeout(done, 800); });
const url = page.url();
check('the link is short', url.length < 2000 ? '' : `${url.length} characters`);
const chips = await text(page, '#variants');
const wanted = await text(page, '#lead');
const other = await launch();
const fresh = await open(other, url, 390, 844);
same('opened elsewhere: the answer', await text(fresh.page, '#lead'), wanted);
same('opened elsewhere: variants', await text(fresh.page, '#variants'), chips);
check('phone: width', await narrow(fresh.page));
await accessible('phone', fresh.page);
if (shots) await fresh.page.screenshot({ path: join(shots, 'serve-phone.png') });
await press(fresh.page, '#open-levers');
if (shots) await fresh.page.screenshot({ path: join(shots, 'serve-phone-levers.png') });
check('phone: console', fresh.errors.join('; '));
const broken = await open(other, `${address}#1=broken`);
check('a broken link is said', (await text(broken.page, '#trouble')).includes('link') ? '' : 'nothing');
await other.close();

// By keyboard alone: arrows move a slider by 500, Page by 5,000.
await page.focus('#lever-people');
const people = async () => Number((await page.$eval('#lever-people-number', (e) => e.value)).replace(',', ''));
const from = await people();
await page.keyboard.press('ArrowRight');
same('an arrow', await people(), from + 500);
await page.keyboard.press('PageUp');
same('Page up', await people(), from + 5500);
await idle(page);

// How long until a moved slider shows in the figures.
const times = [];
for (let i = 0; i < 20; i += 1) {
  times.push(await page.evaluate((turn) => new Promise((done) => {
    const slider = document.querySelector('#lever-people');
    const version = document.documentElement.dataset.version;
    const start = performance.now();
    slider.value = 20000 + 500 * turn;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    const look = () => (document.documentElement.dataset.version === version ? requestAnimationFrame(look) : done(performance.now() - start));
    look();
  }), i));
  await idle(page);
}
times.sort((a, b) => a - b);
console.log(`a moved slider shows after ${Math.round(times[10])} ms (median), ${Math.round(times[18])} ms (19 of 20)`);

check('console', errors.join('; '));
check('requests', requests.join('; '));
await browser.close();
server.kill('SIGINT');
const code = await new Promise((done) => { server.on('exit', done); });
same('it ends in order', code, 0);
console.log(`live page: ${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
