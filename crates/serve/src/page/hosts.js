// From where: the hosts, in the order in which they are emptied.

import { state, set, copy } from './state.js';
import { h, grouped } from './dom.js';

/** The order of hosts in words: null where a composition is of another kind. */
export function hostWords(order, base) {
  if (!order) return null;
  if (!order.length) return 'everywhere, evenly';
  const name = (id) => base.hosts.find((host) => host.id === id)?.title ?? id;
  const names = order.slice(0, 2).map(name);
  return `${names.join(', then ')}${order.length > 2 ? ` and ${order.length - 2} more` : ''} first`;
}

/** How many leave each host when so many leave and these go first: as the model does it, everybody else after them. */
function leaving(base, order, people) {
  const there = new Map(base.hosts.map((host) => [host.id, host.people]));
  const out = new Map();
  let left = Math.min(people, base.present);
  for (const id of order) {
    const gone = Math.min(left, there.get(id) ?? 0);
    out.set(id, gone);
    left -= gone;
  }
  const rest = base.hosts.filter((host) => !order.includes(host.id));
  const all = rest.reduce((sum, host) => sum + host.people, 0);
  rest.forEach((host) => out.set(host.id, all ? (left * host.people) / all : 0));
  return out;
}

export function openHosts(base) {
  const dialog = document.querySelector('#hosts');
  const before = copy(state.changed.where ?? null);
  let order = [...(state.changed.where?.value ?? base.composition[1] ?? [])];
  const people = state.changed.people?.value ?? base.values.personnel?.range[1] ?? 0;
  const opener = document.activeElement;

  const apply = () => {
    const same = base.composition[1] && JSON.stringify(order) === JSON.stringify(base.composition[1]);
    const text = order.length ? `Priority([${order.map((id) => `Host("${id}")`).join(', ')}])` : 'Proportional';
    set('where', same ? null : { value: [...order], ron: [['composition', text]], words: hostWords(order, base) });
    draw();
  };
  const toggle = (id) => {
    order = order.includes(id) ? order.filter((other) => other !== id) : [...order, id];
    apply();
    dialog.querySelector(`[data-host="${id}"]`)?.focus();
  };
  const close = () => dialog.close();

  const line = (host, gone) => {
    const at = order.indexOf(host.id);
    const bar = h('span', { class: 'host-bar', 'aria-hidden': 'true' }, h('i', {}));
    bar.style.width = `${Math.max(3, (160 * host.people) / base.hosts[0].people)}px`;
    bar.firstChild.style.width = `${host.people ? (100 * gone) / host.people : 0}%`;
    const units = h('details', {}, h('summary', {}, `${host.units.length} unit${host.units.length === 1 ? '' : 's'}`),
      h('ul', {}, ...host.units.map((unit) => h('li', {}, `${unit.title}: ${grouped(unit.people)}`))));
    return h('tr', { class: at >= 0 ? 'picked' : null },
      h('td', {}, h('button', { type: 'button', class: 'order', 'data-host': host.id, 'aria-pressed': String(at >= 0), 'aria-label': `${host.title}${at >= 0 ? `, number ${at + 1}` : ''}`, click: () => toggle(host.id) }, at >= 0 ? String(at + 1) : '')),
      h('th', { scope: 'row' }, host.title), h('td', {}, bar), h('td', { class: 'n gone' }, grouped(gone)), h('td', { class: 'n' }, grouped(host.people)), h('td', {}, units));
  };

  function draw() {
    const out = leaving(base, order, people);
    const clear = h('button', { type: 'button', click: () => { order = []; apply(); } }, 'Evenly');
    const table = h('table', {},
      h('thead', {}, h('tr', {}, ...['order', 'host', 'leaving of what is there', 'leave', 'there', 'what it holds'].map((text, i) => h('th', { scope: 'col', class: i === 3 || i === 4 ? 'n' : null }, text)))),
      h('tbody', {}, ...base.hosts.map((host) => line(host, out.get(host.id) ?? 0))));
    const first = order.length ? `${hostWords(order, base)}; the rest leaves last, evenly.` : 'Every host loses the same part.';
    dialog.replaceChildren(
      h('div', { class: 'dialog-head' }, h('h2', {}, `From where ${grouped(people)} leave`), clear),
      h('p', { class: 'quiet' }, 'Number hosts in their order. A floor or what is spared is not counted here; the run counts it.'),
      h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Hosts' }, table),
      h('div', { class: 'dialog-foot' }, h('p', {}, first),
        h('button', { type: 'button', click: () => { set('where', before); close(); } }, 'Esc, as before'),
        h('button', { type: 'button', class: 'strong', click: close }, 'Done')));
  }

  draw();
  const over = new AbortController();
  dialog.addEventListener('cancel', () => set('where', before), { signal: over.signal });
  dialog.addEventListener('close', () => { over.abort(); opener?.focus(); }, { signal: over.signal });
  dialog.showModal();
}
