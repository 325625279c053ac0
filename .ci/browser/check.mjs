// Opens reports in a headless Chromium and checks them as a reader would see them:
//   node check.mjs CHROMIUM REPORT... [--shots DIR]
// No console errors, no request beyond the file, nothing wider than the window, no table wider than its box and no name
// of more than three lines, every table sorts both ways with missing values last, axe-core finds nothing serious, it
// prints at full size, and without JavaScript everything is there.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const args = process.argv.slice(2);
const at = args.indexOf('--shots');
const shots = at >= 0 ? args.splice(at, 2)[1] : null;
const [chromium, ...reports] = args;
const widths = [1280, 820, 390];
let passed = 0;
const faults = [];
const check = (name, fault) => { if (fault) { faults.push(`${name}: ${fault}`); console.log(`FAILED ${name}: ${fault}`); } else passed += 1; };

// Tables that are wider than what they stand in. On a small screen those that sort may scroll in a region of their own.
const wideTables = () => [...document.querySelectorAll('table')]
  .filter(table => !(innerWidth < 700 && table.closest('.scroll')))
  .filter(table => table.getBoundingClientRect().width > table.parentElement.clientWidth + 1 || table.parentElement.scrollWidth > table.parentElement.clientWidth + 1)
  .map(table => `${table.closest('[id]')?.id ?? ''} is ${Math.round(table.getBoundingClientRect().width)} px in ${table.parentElement.clientWidth}`)
  .join('; ');

// Names of rows, of up to 120 letters, that take more than three lines.
const brokenNames = () => [...document.querySelectorAll('table.sort tbody th.name')]
  .filter(name => name.textContent.length <= 120)
  .map(name => {
    const range = document.createRange();
    range.selectNodeContents(name.querySelector('a') ?? name);
    return [name.textContent, new Set([...range.getClientRects()].map(r => Math.round(r.top))).size];
  })
  .filter(([, lines]) => lines > 3)
  .map(([name, lines]) => `${name.slice(0, 40)}: ${lines} lines`)
  .join('; ');

// How wide the first word of the heading is on paper, in points, by what it should be: less than one where the browser
// shrank the page to hold something wide. Nothing where pdftotext is not there.
async function printed(paper, pdf) {
  const [word, wanted] = await paper.evaluate(() => {
    const text = document.querySelector('h1').firstChild, word = text.data.match(/[A-Za-z]{3,}/)[0];
    const range = document.createRange(), at = text.data.indexOf(word);
    range.setStart(text, at);
    range.setEnd(text, at + word.length);
    return [word, range.getBoundingClientRect().width * 0.75];
  });
  const found = spawnSync('pdftotext', ['-bbox', '-l', '1', '-', '-'], { input: pdf, encoding: 'utf8' });
  if (found.error) return null;
  const widths = [...found.stdout.matchAll(/<word xMin="([\d.]+)"[^>]* xMax="([\d.]+)"[^>]*>([^<]*)</g)]
    .filter(([, , , text]) => text === word)
    .map(([, from, to]) => to - from);
  return Math.max(...widths) / wanted;
}

const browser = await puppeteer.launch({
  executablePath: chromium, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--disable-dev-shm-usage'],
});
for (const report of reports) {
  const url = pathToFileURL(resolve(report)).href;
  const run = basename(dirname(resolve(report)));
  for (const width of widths) {
    const name = `${run} ${width} px`;
    const page = await browser.newPage();
    const errors = [], requests = [];
    page.on('console', m => { if (m.type() === 'error' || m.type() === 'warn') errors.push(m.text()); });
    page.on('pageerror', e => errors.push(String(e)));
    page.on('request', r => { if (r.url() !== url && !r.url().startsWith('data:')) requests.push(r.url()); });
    await page.setViewport({ width, height: 900, isMobile: width < 700 });
    await page.goto(url, { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready);
    check(`${name}: fonts`, await page.evaluate(() => document.fonts.check('600 17px "Source Sans 3"') ? '' : 'Source Sans 3 is not there'));
    check(`${name}: pictures`, await page.evaluate(() => [...document.images].filter(i => !i.complete || !i.naturalWidth || i.alt.length < 40 || i.alt.length > 700).map(i => i.alt.slice(0, 60)).join('; ')));
    check(`${name}: width`, await page.evaluate(() => {
      const most = document.documentElement.clientWidth;
      const inside = e => e.closest('.scroll, .picture, .hidden, .skip, pre, nav ul');
      const wide = [...document.body.querySelectorAll('*')].filter(e => !inside(e) && e.getBoundingClientRect().right > most + 1 && getComputedStyle(e).display !== 'none');
      const page = document.documentElement.scrollWidth > most ? `the page is ${document.documentElement.scrollWidth} px wide; ` : '';
      return page + wide.slice(0, 5).map(e => `<${e.localName} class="${e.className}"> ${e.textContent.slice(0, 40)}`).join('; ');
    }));
    check(`${name}: tables`, await page.evaluate(wideTables));
    if (width === 1280) check(`${name}: names`, await page.evaluate(brokenNames));
    check(`${name}: one h1, no level skipped`, await page.evaluate(() => {
      const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.localName[1]);
      if (levels.filter(l => l === 1).length !== 1) return 'not one h1';
      return levels.some((l, i) => i && l > levels[i - 1] + 1) ? levels.join(' ') : '';
    }));
    check(`${name}: links lead somewhere`, await page.evaluate(() => [...document.querySelectorAll('a')].filter(a => !a.getAttribute('href').startsWith('#') || !document.getElementById(a.getAttribute('href').slice(1))).map(a => a.outerHTML.slice(0, 80)).join('; ')));
    check(`${name}: ids are unique`, await page.evaluate(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i).join(', '); }));
    if (shots) await page.screenshot({ path: join(shots, `${run}-${width}.png`), fullPage: true });
    check(`${name}: tables sort`, await page.evaluate(() => {
      const bad = [];
      for (const table of document.querySelectorAll('table.sort')) {
        const before = table.tBodies[0].rows.length;
        [...table.tHead.rows[0].cells].forEach((head, c) => {
          const button = head.querySelector('button');
          if (!button) { bad.push(`no button in ${head.textContent}`); return; }
          for (let press = 0; press < 2; press += 1) {
            button.click();
            const to = head.getAttribute('aria-sort');
            const values = [...table.tBodies[0].rows].map(r => r.cells[c].dataset.v);
            const there = values.filter(v => v !== '');
            if (values.slice(there.length).some(v => v !== '')) bad.push(`${head.textContent}: missing values are not last`);
            for (let i = 1; i < there.length; i += 1) {
              const d = head.dataset.t === 'w' ? there[i - 1].localeCompare(there[i], 'en') : there[i - 1] - there[i];
              if (to === 'ascending' ? d > 0 : d < 0) { bad.push(`${head.textContent} ${to}: ${there[i - 1]}, ${there[i]}`); break; }
            }
            if (table.querySelectorAll('[aria-sort]').length !== 1) bad.push('more than one heading says that it sorts');
            if (!document.getElementById('said').textContent.includes(to)) bad.push('nothing was said');
          }
        });
        if (table.tBodies[0].rows.length !== before) bad.push('rows were lost');
      }
      return bad.join('; ');
    }));
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
      .map(v => ({ id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)) })));
    const serious = found.filter(v => v.impact === 'serious' || v.impact === 'critical');
    for (const v of found.filter(v => !serious.includes(v))) console.log(`note ${name}: axe ${v.id} (${v.impact}): ${v.nodes[0]}`);
    check(`${name}: axe-core`, serious.map(v => `${v.id}: ${v.nodes.join(' | ')}`).join('; '));
    check(`${name}: console`, errors.join('; '));
    check(`${name}: requests`, requests.join('; '));
    await page.close();
  }
  // Without JavaScript, and as dark as a system may be: the same text, light.
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(url, { waitUntil: 'load' });
  const html = await page.content();
  check(`${run}: readable without JavaScript`, html.includes('<table class="sort') && !html.includes('Enlarge the figure</button>') ? '' : 'not the same page');
  await page.close();
  const paper = await browser.newPage();
  // A page of A4 between its margins.
  await paper.setViewport({ width: Math.floor(188 / 25.4 * 96), height: 1000 });
  await paper.goto(url, { waitUntil: 'load' });
  await paper.evaluate(() => document.fonts.ready);
  const pdf = await paper.pdf({ preferCSSPageSize: true, printBackground: true, ...(shots ? { path: join(shots, `${run}.pdf`) } : {}) });
  const pages = Buffer.from(pdf).toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
  check(`${run}: prints`, pages >= 3 && pages <= 30 ? '' : `${pages} pages`);
  await paper.emulateMediaType('print');
  check(`${run}: tables on paper`, await paper.evaluate(wideTables));
  const size = await printed(paper, Buffer.from(pdf));
  if (size === null) console.log('SKIPPED, size of type on paper: no pdftotext');
  else check(`${run}: size of type on paper`, Math.abs(size - 1) < 0.02 ? '' : `${Math.round(100 * size)} % of what it should be`);
  console.log(`${run}: ${pages} pages on paper`);
  await paper.close();
}
await browser.close();
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
