// The page: levers to the left, their effect to the right.

import { ask, askFile, Refused } from './ask.js';
import { h, leave } from './dom.js';
import { show, trouble } from './effect.js';
import { build, refresh, title, shortTitle, blame, unblame } from './levers.js';
import { fragment, opened } from './link.js';
import { written } from './ron.js';
import { state, onChange, keep, remove, goTo, startFrom, undo, setTier, isKept, kept, addFile, TIERS, MOST_VARIANTS } from './state.js';

const $ = (id) => document.getElementById(id);
const LETTERS = 'ABCDEF';
const STAGES = [1024, 4096, 16384];
/** How long nothing moves before all of it is drawn. */
const REST = 150;

/** What is known of bases, by id. */
const bases = new Map();
let base = null;

async function known(id) {
  if (!bases.has(id)) {
    // Its own title is told apart from that of its base by being the same.
    const of = { scenarios: [{ id: 'base', text: `(base: ${JSON.stringify(id)})\n` }], bases: state.files };
    bases.set(id, await ask('base', of));
  }
  return bases.get(id);
}

/** The titles of scenarios as the menu has them, by id. */
const titles = new Map();

/** A state as a scenario: its text, and which lever wrote which line. */
async function scenario({ base: id, changed }, as) {
  const of = await known(id);
  const own = titles.get(id) ?? id;
  const { text, levers } = written({ base: id, changed }, title(of, changed) ?? own, shortTitle(of, changed) ?? shorts.get(id) ?? own);
  return { id: as, text, levers };
}

const shorts = new Map();

/** What is run: the present state, then the variants that it is not. */
async function scenarios() {
  const at = kept();
  const all = [await scenario(state, at >= 0 ? LETTERS[at] : 'page')];
  const names = [at >= 0 ? LETTERS[at] : 'Now'];
  for (const [i, variant] of state.variants.entries()) {
    if (i === at) continue;
    all.push(await scenario(variant, LETTERS[i]));
    names.push(LETTERS[i]);
  }
  return { all, names };
}

/** What is to be said until something is changed. */
let notice = null;

/** A request for runs of it. */
async function asked(runs, figures = null) {
  const { all, names } = await scenarios();
  [last] = all;
  return { of: { scenarios: all.map(({ id, text }) => ({ id, text })), bases: state.files }, names, runs, tier: state.tier, figures };
}

let running = null;
let resting = null;
let last = null;

/** Computes and shows: at once what matters while a lever moves, and when it rests all of it, with more and more runs. */
async function update(moving) {
  clearTimeout(resting);
  running?.abort();
  const mine = new AbortController();
  running = mine;
  document.documentElement.dataset.busy = 'yes';
  try {
    const request = await asked(STAGES[0], moving ? ['1-coverage'] : null);
    const stages = moving ? STAGES.slice(0, 1) : STAGES;
    for (const [stage, runs] of stages.entries()) {
      if (mine.signal.aborted) return;
      const told = await ask('run', { ...request, runs }, mine.signal);
      if (mine.signal.aborted) return;
      unblame($('levers'));
      trouble(notice);
      show(told, { moving, stage });
      rest();
    }
    if (!moving) delete document.documentElement.dataset.busy;
  } catch (error) {
    if (error.name === 'AbortError' || mine.signal.aborted) return;
    delete document.documentElement.dataset.busy;
    wrong(error);
  }
}

/** A lever moves: shown soon, and fully when it rests. */
function move() {
  update(true);
  resting = setTimeout(() => update(false), REST);
}

/** What is wrong is said at the lever that wrote it; the last valid answer stays. */
function wrong(error) {
  if (!(error instanceof Refused)) throw error;
  unblame($('levers'));
  const findings = (error.findings ?? []).filter((finding) => finding.error);
  const rest = findings.filter(({ file, line, message, hint }) => {
    const own = last && file === `${last.id}.ron`;
    return !(own && blame($('levers'), last.levers[line], hint ? `${message}: ${hint}` : message));
  });
  const n = findings.length - rest.length;
  const said = n ? `${n === 1 ? '1 value' : `${n} values`} cannot be used; below stands the last answer.` : error.message;
  trouble([said, ...(n ? rest.map(({ message }) => message) : [])].join(' '));
}

let noting = null;

/** What follows when a state has been answered: its link, its RON, the command for the same numbers. */
function rest() {
  clearTimeout(noting);
  noting = setTimeout(async () => {
    window.history.replaceState(null, '', `#${await fragment(state)}`);
    document.documentElement.dataset.linked = location.hash.length;
  }, 500);
  $('command').textContent = `Same numbers: drawdown run ${fileName()} -n ${document.documentElement.dataset.runs} --seed 1`;
}

const fileName = () => 'page.ron';

function drawVariants() {
  const list = $('variants');
  const now = kept();
  const chip = (variant, at) => h('li', { class: at === now ? 'now' : null },
    h('button', { type: 'button', 'aria-pressed': String(at === now), click: () => goTo(at) }, h('span', { class: 'letter' }, LETTERS[at]), ` ${nameOf(variant)}`),
    h('button', { type: 'button', class: 'remove', 'aria-label': `Remove variant ${LETTERS[at]}`, click: () => remove(at) }, '×'));
  list.replaceChildren(...state.variants.map(chip));
  const full = state.variants.length >= MOST_VARIANTS;
  $('keep').disabled = full || isKept();
  const label = full ? 'Remove one first' : `Keep as variant ${LETTERS[Math.min(state.variants.length, MOST_VARIANTS - 1)]} `;
  $('keep').replaceChildren(label, full ? '' : h('kbd', { 'aria-hidden': 'true' }, 'K'));
  $('keep-below').disabled = full || isKept();
}

function nameOf({ base: id, changed }) {
  const of = bases.get(id);
  return (of && shortTitle(of, changed)) ?? shorts.get(id) ?? id;
}

function drawLevers() {
  refresh($('levers'), base);
  const n = Object.keys(state.changed).length;
  $('open-levers').textContent = n ? `Levers, ${n} changed` : 'Levers';
  drawVariants();
}

onChange(async (what) => {
  notice = null;
  if (what === 'base') {
    base = await known(state.base);
    $('base').value = state.base;
    build($('levers'), base);
    drawLevers();
    update(false);
  } else if (what === 'lever') {
    drawLevers();
    move();
  } else {
    drawVariants();
    document.querySelector(`input[name=tier][value="${state.tier}"]`).checked = true;
    update(false);
  }
});

async function share(button) {
  window.history.replaceState(null, '', `#${await fragment(state)}`);
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = 'Link copied';
  } catch {
    button.textContent = 'The address bar has the link';
  }
  setTimeout(() => { button.textContent = label; }, 2000);
}

async function save() {
  const { text } = await scenario(state, 'page');
  leave(new Blob([text], { type: 'text/plain' }), fileName());
}

/** Computes the report or the spreadsheet of what is on the page, variants too, and leaves it. The page stays usable. */
async function take(what, name, button) {
  const label = button.textContent;
  Object.assign(button, { disabled: true, textContent: `${label}, computing` });
  try {
    leave(await askFile(what, await asked(4096)), name);
  } catch (error) {
    wrong(error);
  } finally {
    Object.assign(button, { disabled: false, textContent: label });
  }
}

/** A file that was dropped: it becomes the base, if it can be used. */
async function dropped(file) {
  const text = await file.text();
  const id = file.name.replace(/\.ron$/, '');
  const dialog = $('wrong');
  const refuse = (message) => {
    dialog.replaceChildren(h('h2', {}, `${file.name} cannot be used`), h('pre', { tabindex: '0' }, message), h('button', { type: 'button', class: 'strong', click: () => dialog.close() }, 'Close'));
    dialog.showModal();
  };
  if (text.length > 200000) return refuse('It is larger than a scenario may be here (200 kB).');
  try {
    await ask('check', { of: { scenarios: [{ id, text }], bases: state.files.filter((other) => other.id !== id) } });
  } catch (error) {
    return refuse(error.text ?? error.message);
  }
  addFile({ id, text });
  bases.delete(id);
  offer(id, id);
  startFrom(id);
}

function offer(id, label) {
  titles.set(id, label);
  if ([...$('base').options].some((option) => option.value === id)) return;
  $('base').prepend(h('option', { value: id }, label));
}

function keys(event) {
  if (event.target.matches('input[type=text], select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector('dialog[open]')) return;
  const key = event.key.toLowerCase();
  if (key === 'k' && !$('keep').disabled) keep();
  else if (key === 'z') undo();
  else if (['1', '2', '3'].includes(key)) setTier(TIERS[key - 1]);
  else if (key === 'escape') document.body.classList.remove('levers-open');
}

async function start() {
  const { files, compared, debated } = await ask('start');
  const group = (label, list) => list.length && h('optgroup', { label }, ...list.map(([id, text]) => h('option', { value: id }, text)));
  $('base').append(...[group('Your files', files), group('Shipped', compared), group('Debated', debated)].filter(Boolean));
  [...files, ...compared, ...debated].forEach(([id, text, short]) => { titles.set(id, text); shorts.set(id, short); });
  const found = await opened(location.hash.slice(1));
  if (found && (titles.has(found.base) || found.files.some(({ id }) => id === found.base))) {
    Object.assign(state, found, { tier: TIERS.includes(found.tier) ? found.tier : 30 });
    state.files.forEach(({ id }) => offer(id, id));
  } else if (location.hash.length > 1) {
    notice = 'The link cannot be read: the page starts afresh.';
  } else if (files.length) {
    [[state.base]] = files;
  }
  document.querySelector(`input[name=tier][value="${state.tier}"]`).checked = true;
  await Promise.all(state.variants.map((variant) => known(variant.base)));
  base = await known(state.base);
  $('base').value = state.base;
  build($('levers'), base);
  drawLevers();
  update(false);
}

$('base').addEventListener('change', (event) => startFrom(event.target.value));
$('keep').addEventListener('click', keep);
$('keep-below').addEventListener('click', keep);
$('share').addEventListener('click', (event) => share(event.currentTarget));
$('share-below').addEventListener('click', (event) => share(event.currentTarget));
$('save').addEventListener('click', save);
$('report').addEventListener('click', (event) => take('report', 'report.html', event.currentTarget));
$('spreadsheet').addEventListener('click', (event) => take('spreadsheet', 'results.xlsx', event.currentTarget));
$('open-levers').addEventListener('click', () => document.body.classList.toggle('levers-open'));
document.querySelectorAll('input[name=tier]').forEach((input) => input.addEventListener('change', () => setTier(Number(input.value))));
document.addEventListener('keydown', keys);
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) dropped(file);
});
$('levers').addEventListener('submit', (event) => event.preventDefault());
window.addEventListener('hashchange', () => location.reload());
start().catch((error) => trouble(error.message));
