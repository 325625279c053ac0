// The levers: what each is called, what it starts from, what it writes into the scenario.

import { state, set, putAllBack } from './state.js';
import { h, grouped } from './dom.js';
import { openHosts, hostWords } from './hosts.js';

const quarter = (base, q) => `${base.start_year + Math.floor(q / 4)} Q${(((q % 4) + 4) % 4) + 1}`;
const value = (base, name) => base.values[name];
const middle = (base, name) => value(base, name)?.range[1];
const fixed = (base, name, number) => value(base, name)?.fixed && Math.abs(middle(base, name) - number) < 1e-9;

/** Where the present state has the departure start and how long before it allies are told, in quarters. */
const notice = (base) => middle(base, 'start') - middle(base, 'announced');
const startNow = (base) => state.changed.start?.value ?? middle(base, 'start');
const announcedAt = (base, ahead) => String(startNow(base) - ahead);

/** The manner in which allies learn of it, as it is written. */
const manners = {
  told: { ahead: 8, information: 1 },
  part: { ahead: 4, information: 0.5 },
  media: { ahead: 0, information: 0 },
};
const mannerRon = (base, key) => [
  ['announced', announcedAt(base, manners[key].ahead)],
  ['information', String(manners[key].information)],
];

const choice = (key, label, grade, options, at, shipped = 'as shipped') => ({ key, label, grade, kind: 'choice', options, at, shipped });

const LEAVES = [
  {
    key: 'people', label: 'How many leave', grade: 'personnel', kind: 'slider', step: 500, page: 5000, unit: 'people',
    min: () => 0,
    max: (base) => Math.floor(base.present / 500) * 500,
    from: (base) => middle(base, 'personnel'),
    uncertain: (base) => value(base, 'personnel') && !value(base, 'personnel').fixed,
    show: grouped,
    ron: (n) => [['personnel', String(n)]],
    words: (n) => `${grouped(n)} leave`,
  },
  { key: 'where', label: 'From where', kind: 'hosts' },
  { key: 'start', label: 'When', kind: 'when', grade: 'start' },
  choice('learn', 'How allies learn of it', 'information', [
    { value: 'told', label: 'told 2 years ahead', words: 'told two years ahead', ron: (base) => mannerRon(base, 'told') },
    { value: 'part', label: 'in part', words: 'told a year ahead and in part', ron: (base) => mannerRon(base, 'part') },
    { value: 'media', label: 'from the media', words: 'learned from the media', ron: (base) => mannerRon(base, 'media') },
  ], (base) => Object.keys(manners).find((key) => fixed(base, 'information', manners[key].information) && notice(base) === manners[key].ahead)),
  choice('goes', 'Where they go', null, [
    { value: 'Earmarked', label: 'on call for Europe', words: 'kept on call for Europe', ron: () => [['disposition', 'Earmarked']] },
    { value: 'IndoPacific', label: 'Indo-Pacific', words: 'to the Indo-Pacific', ron: () => [['disposition', 'IndoPacific']] },
    { value: 'Inactivated', label: 'disbanded', words: 'disbanded', ron: () => [['disposition', 'Inactivated']] },
  ], (base) => base.disposition),
];

const WORLD = [
  {
    key: 'pledges', label: 'Pledged reinforcement taken back', kind: 'slider', step: 5, page: 10, unit: '%', min: () => 0, max: () => 100,
    from: () => 0, show: (n) => `${n}\u202f%`,
    ron: (n) => [['pledge_cut[*]', String(n / 100)]],
    words: (n) => `${n}\u202f% of the pledged reinforcement taken back`,
  },
  choice('stay', 'What stays behind', null, [
    { value: 'nothing', label: 'nothing', words: 'nothing stays behind', ron: () => [['stay', '0']] },
    { value: 'enablers', label: 'enablers', words: 'the enablers stay', ron: () => [['stay', '{"enablers": 1}']] },
  ], () => null),
  choice('trigger', 'The world around it', null, [
    { value: 'settlement', label: 'deal with Russia', words: 'a deal with Russia', ron: () => [['trigger', 'NegotiatedSettlement(threat_earlier_years: 2)']] },
    { value: 'pacific', label: 'Pacific first', words: 'the Indo-Pacific first', ron: () => [['trigger', 'IndoPacificPriority(reliability: 0.85, crisis_probability: 2.0)']] },
  ], () => null),
  choice('floor', 'Legal floor of 76,000', 'troop_floor', [
    { value: 'none', label: 'does not hold', words: 'no floor', ron: () => [['troop_floor', '0']] },
    { value: 'holds', label: 'holds', words: 'the floor of 76,000 holds', ron: () => [['troop_floor', '76000']] },
  ], (base) => (fixed(base, 'troop_floor', 0) ? 'none' : fixed(base, 'troop_floor', 76000) ? 'holds' : null)),
];

const band = (key, label, name, ends, words) => ({
  key, label, grade: name, kind: 'band', step: 1, page: 10, unit: '%', name,
  min: () => ends[0], max: () => ends[1],
  from: (base) => Math.round(100 * middle(base, name)),
  uncertain: (base) => !value(base, name).fixed,
  show: (n) => `${n}\u202f%`.replace('-', '\u2212'),
  ron: (n) => [[name, String(n / 100)]],
  words: (n) => `${words} ${n}\u202f%`,
});

const EUROPE = [
  band('commitment', 'Ready forces allies commit', 'commitment', [0, 100], 'allies commit'),
  band('reaction', 'Allies react to the alarm', 'reaction', [-20, 100], 'allies react by'),
  choice('buying', 'Buying together', 'efficiency', [
    { value: '1.2', label: '1.2\u00a0× for the money', words: 'buying jointly (1.2 ×)', ron: () => [['efficiency', '1.2']] },
    { value: '1.4', label: '1.4\u00a0×', words: 'buying jointly (1.4 ×)', ron: () => [['efficiency', '1.4']] },
  ], (base) => ['1.2', '1.4'].find((text) => fixed(base, 'efficiency', Number(text))) ?? null, 'as today'),
  choice('spending', 'Spending pledges', null, [
    { value: 'met', label: 'all met', words: 'all spending pledges met', ron: () => [['attainment[*]', '1']] },
    { value: 'none', label: 'as in 2025', words: 'spending as in 2025', ron: () => [['attainment[*]', '0']] },
  ], () => null, 'as likely'),
];

/** All levers, in the order of their words. */
export const ALL = [...LEAVES, ...WORLD, ...EUROPE];

/** What the present state is called: its size and place, then what else was changed. */
export function title(base, changed) {
  if (!Object.keys(changed).length) return null;
  const people = changed.people?.words ?? `${grouped(middle(base, 'personnel') ?? 0)} leave`;
  const first = base.values.personnel ? [people] : [`${base.title}`];
  const where = changed.where?.words ?? hostWords(base.composition[1], base);
  if (where && where !== 'everywhere, evenly') first.push(where);
  const learn = changed.learn?.words ?? LEAVES[3].options.find(({ value: v }) => v === LEAVES[3].at(base))?.words;
  if (learn) first.push(learn);
  const goes = changed.goes?.words ?? (base.disposition === 'Earmarked' ? null : LEAVES[4].options.find(({ value: v }) => v === base.disposition)?.words);
  if (goes) first.push(goes);
  const said = ['people', 'where', 'learn', 'goes'];
  const rest = ALL.filter(({ key }) => changed[key] && !said.includes(key)).map(({ key }) => changed[key].words);
  return [...first, ...rest].join(', ');
}

/** The same in a few words. */
export function shortTitle(base, changed) {
  if (!Object.keys(changed).length) return null;
  const n = changed.people?.value ?? middle(base, 'personnel') ?? 0;
  const parts = [base.values.personnel ? `${Math.round(n / 100) / 10}k` : base.short_title];
  if (changed.where?.value.length) parts.push(`${changed.where.words}`);
  const short = { told: 'told', part: 'told in part', media: 'media' };
  if (changed.learn) parts.push(short[changed.learn.value]);
  const left = ALL.filter(({ key }) => changed[key] && !['people', 'where', 'learn'].includes(key)).map(({ key }) => changed[key].words);
  const whole = [...parts, ...left].join(' ').replaceAll(',', '');
  return whole.length <= 56 ? whole : `${whole.slice(0, 55)}…`;
}

/** A change of a lever to a value, or null where that is what the base has. */
export function change(lever, base, to) {
  if (lever.kind === 'choice') {
    if (to === lever.at(base)) return null;
    const option = lever.options.find((one) => one.value === to);
    return option ? { value: to, ron: option.ron(base), words: option.words } : null;
  }
  if (!lever.uncertain?.(base) && to === lever.from(base)) return null;
  return { value: to, ron: lever.ron(to), words: lever.words(to) };
}

/** The change of when it starts and how long it takes; notice moves along. */
function when(base, start, duration) {
  const ron = [];
  if (start !== middle(base, 'start')) {
    ron.push(['start', `"${quarter(base, start)}"`]);
    const manner = state.changed.learn?.value;
    ron.push(['announced', String(start - (manner ? manners[manner].ahead : notice(base)))]);
  }
  if (duration !== middle(base, 'duration')) ron.push(['duration', String(duration)]);
  if (!ron.length) return null;
  const years = duration % 4 === 0 ? `${duration / 4}` : (duration / 4).toFixed(2);
  return { value: start, duration, ron, words: `from ${quarter(base, start)} over ${years} years` };
}

/** Builds the levers of a base into their form. */
export function build(form, base) {
  const group = (heading, levers, more) => h('fieldset', {}, h('legend', {}, heading), ...levers.map((lever) => row(lever, base)), more);
  const world = h('details', { class: 'world' }, h('summary', {}, 'Pledges, what stays, the world'), ...WORLD.map((lever) => row(lever, base)));
  world.open = WORLD.some(({ key }) => state.changed[key]);
  const count = h('p', { class: 'count', id: 'count' });
  form.replaceChildren(count, group('What leaves', LEAVES.filter(({ kind, grade }) => kind !== 'slider' || base.values[grade]), world), group('What Europe does', EUROPE));
  refresh(form, base);
}

const named = (key, part) => `lever-${key}${part ? `-${part}` : ''}`;

function row(lever, base) {
  const label = h(lever.kind === 'choice' || lever.kind === 'when' ? 'span' : 'label', { class: 'label', id: named(lever.key, 'label'), for: named(lever.key) }, lever.label);
  const back = h('button', { type: 'button', class: 'back', id: named(lever.key, 'back'), hidden: true, click: () => set(lever.key, null) });
  const info = base.values[lever.grade];
  const grade = info && /^[ABC]$/.test(info.grade)
    ? h('button', { type: 'button', class: `grade ${info.grade.toLowerCase()}`, 'aria-expanded': 'false', 'aria-label': `${lever.label}: grade ${info.grade}, source`, click: (event) => source(event.currentTarget, info) }, info.grade)
    : null;
  const controls = { slider, band: slider, choice: choices, hosts: hostsButton, when: whenSelects }[lever.kind](lever, base);
  return h('div', { class: `lever is-${lever.kind}`, id: named(lever.key, 'row') }, h('div', { class: 'line' }, label, back, controls.beside, grade), controls.below, h('p', { class: 'fault', id: named(lever.key, 'fault'), hidden: true }));
}

const GRADES = { A: 'measured', B: 'published estimate', C: 'judgement' };

/** Opens the box that says what is shipped and why, or closes it. One is open at a time. */
function source(button, info) {
  const open = button.getAttribute('aria-expanded') === 'true';
  document.querySelectorAll('.source-box').forEach((box) => box.remove());
  document.querySelectorAll('.grade[aria-expanded=true]').forEach((other) => other.setAttribute('aria-expanded', 'false'));
  if (open) return;
  button.setAttribute('aria-expanded', 'true');
  const link = info.source.match(/https?:\/\/\S+/)?.[0];
  const said = [h('p', {}, h('b', {}, `${info.words} ${info.unit}`)), h('p', {}, `${GRADES[info.grade]} (${info.grade})`)];
  if (info.source) said.push(h('p', {}, link ? h('a', { href: link, rel: 'noreferrer noopener', target: '_blank' }, info.source) : info.source));
  if (info.note) said.push(h('p', { class: 'quiet' }, info.note));
  button.closest('.lever').append(h('div', { class: 'source-box', role: 'note' }, ...said));
}

function slider(lever, base) {
  const [min, max] = [lever.min(base), lever.max(base)];
  const moved = (to) => set(lever.key, change(lever, base, to));
  const range = h('input', { type: 'range', id: named(lever.key), min, max, step: lever.step, 'aria-labelledby': named(lever.key, 'label'), input: (event) => moved(Number(event.target.value)), keydown: (event) => page(event, lever) });
  const number = h('input', {
    type: 'text', inputmode: 'numeric', id: named(lever.key, 'number'), class: 'number', 'aria-label': `${lever.label}, ${lever.unit}`,
    change: (event) => {
      const text = event.target.value.replace(/[\s,%\u202f]/g, '').replace('\u2212', '-');
      const typed = Number(text);
      if (text === '') moved(lever.from(base));
      else if (Number.isFinite(typed)) moved(typed);
      else blame(event.target.form, lever.key, `“${event.target.value}” is no number`);
    },
  });
  const track = h('div', { class: 'track' }, h('i', { class: 'band' }), h('i', { class: 'median' }), range);
  return { beside: number, below: track };
}

/** Page keys take larger steps. */
function page(event, lever) {
  const turn = { PageUp: 1, PageDown: -1 }[event.key];
  if (!turn) return;
  event.preventDefault();
  const range = event.target;
  range.value = Number(range.value) + turn * lever.page;
  range.dispatchEvent(new Event('input', { bubbles: true }));
}

function choices(lever, base) {
  const at = lever.at(base);
  const shipped = at ? [] : [h('label', {}, h('input', { type: 'radio', name: named(lever.key), value: '', change: () => set(lever.key, null) }), h('span', { class: 'base' }, lever.shipped))];
  const options = lever.options.map((option) => h('label', {},
    h('input', { type: 'radio', name: named(lever.key), value: option.value, change: () => set(lever.key, change(lever, base, option.value)) }),
    h('span', { class: option.value === at ? 'base' : null }, option.label)));
  return { below: h('div', { class: 'choice', role: 'radiogroup', 'aria-labelledby': named(lever.key, 'label') }, ...shipped, ...options) };
}

function hostsButton(lever, base) {
  return { below: h('button', { type: 'button', class: 'wide', id: named(lever.key), click: () => openHosts(base) }) };
}

function whenSelects(lever, base) {
  const [start, duration] = [middle(base, 'start'), middle(base, 'duration')];
  const moved = () => set('start', when(base, Number(from.value), Number(over.value)));
  const quarters = [...Array(24).keys()].map((q) => q + 1);
  if (!quarters.includes(start)) quarters.push(start);
  const years = [...new Set([0, 4, 8, 12, 16, 20, 28, 40, duration])].sort((a, b) => a - b);
  const years_of = (q) => (q === 0 ? 'at once' : `over ${q % 4 ? (q / 4).toFixed(2) : q / 4} year${q === 4 ? '' : 's'}`);
  const from = h('select', { id: named('start', 'from'), 'aria-label': 'When the first units leave', change: moved }, ...quarters.map((q) => h('option', { value: q }, `from ${quarter(base, q)}`)));
  const over = h('select', { id: named('start', 'over'), 'aria-label': 'Over how many years', change: moved }, ...years.map((q) => h('option', { value: q }, years_of(q))));
  return { beside: h('span', { class: 'selects' }, from, over) };
}

/** Shows the present state on the levers. */
export function refresh(form, base) {
  for (const lever of ALL) {
    const row = form.querySelector(`#${named(lever.key, 'row')}`);
    if (!row) continue;
    const changed = state.changed[lever.key];
    row.classList.toggle('changed', Boolean(changed));
    const back = row.querySelector('.back');
    back.hidden = !changed;
    back.textContent = `↺ ${baseWords(lever, base)}`;
    back.setAttribute('aria-label', `${lever.label}: put back to ${baseWords(lever, base)}`);
    show(lever, base, row, changed);
  }
  const n = Object.keys(state.changed).length;
  const count = form.querySelector('#count');
  count.replaceChildren(n ? `${n} changed · ` : 'as shipped', n ? h('button', { type: 'button', class: 'link', click: putAllBack }, 'put all back') : '');
}

function baseWords(lever, base) {
  if (lever.kind === 'choice') return lever.options.find((option) => option.value === lever.at(base))?.label ?? lever.shipped;
  if (lever.kind === 'hosts') return hostWords(base.composition[1], base) ?? 'as shipped';
  if (lever.kind === 'when') return quarter(base, middle(base, 'start'));
  if (lever.uncertain?.(base)) return 'uncertain';
  return lever.show(lever.from(base));
}

function show(lever, base, row, changed) {
  if (lever.kind === 'choice') {
    const now = changed?.value ?? lever.at(base) ?? '';
    row.querySelectorAll('input').forEach((input) => { input.checked = input.value === now; });
  } else if (lever.kind === 'hosts') {
    row.querySelector('button.wide').textContent = changed?.words ?? hostWords(base.composition[1], base) ?? base.composition[0];
  } else if (lever.kind === 'when') {
    row.querySelector('select').value = changed?.value ?? middle(base, 'start');
    row.querySelectorAll('select')[1].value = changed?.duration ?? middle(base, 'duration');
  } else {
    const [range, number] = [row.querySelector('[type=range]'), row.querySelector('.number')];
    const now = changed?.value ?? lever.from(base);
    range.value = now;
    const scale = lever.unit === '%' && lever.name ? 100 : 1;
    const info = base.values[lever.name ?? lever.grade];
    const open = !changed && lever.uncertain?.(base);
    row.classList.toggle('open', Boolean(open));
    if (document.activeElement !== number) number.value = open ? `${lever.show(Math.round(scale * info.range[0]))}–${lever.show(Math.round(scale * info.range[2]))}` : lever.show(now);
    range.setAttribute('aria-valuetext', open ? `uncertain, ${number.value}` : lever.show(now));
    const [min, max] = [lever.min(base), lever.max(base)];
    const at = (x) => `${(100 * (x - min)) / (max - min)}%`;
    const [grey, median] = row.querySelectorAll('i');
    grey.hidden = !info || info.fixed;
    median.hidden = !info;
    if (info && !info.fixed) {
      grey.style.left = at(scale * info.range[0]);
      grey.style.width = `${(100 * scale * (info.range[2] - info.range[0])) / (max - min)}%`;
    }
    if (info) median.style.left = at(scale * info.range[1]);
  }
}

/** Says what is wrong under the lever that wrote it; without a lever it returns false. */
export function blame(form, key, message) {
  const fault = key && form.querySelector(`#${named(key, 'fault')}`);
  if (!fault) return false;
  fault.textContent = message;
  fault.hidden = false;
  fault.closest('.lever').classList.add('wrong');
  return true;
}

export function unblame(form) {
  form.querySelectorAll('.fault').forEach((fault) => { fault.hidden = true; });
  form.querySelectorAll('.wrong').forEach((row) => row.classList.remove('wrong'));
}
