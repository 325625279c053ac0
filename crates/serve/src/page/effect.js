// The effect: the sentence, six key numbers, figures, as the server tells them.

import { h, leave } from './dom.js';

const $ = (id) => document.getElementById(id);

/** Figures that are drawn large, first; the others stand two in a row. */
const FIRST = ['1-coverage', '2-heatmap', 'capability-'];

/** Figures whose picture is shown, by stem: the address of the picture. */
const pictures = new Map();

function picture(figure) {
  const old = pictures.get(figure.stem);
  const address = URL.createObjectURL(new Blob([figure.svg], { type: 'image/svg+xml' }));
  pictures.set(figure.stem, address);
  // The old picture stays until the new one is there.
  if (old) setTimeout(() => URL.revokeObjectURL(old), 5000);
  return address;
}

function build(figure) {
  return h('figure', { id: `f-${figure.stem}` },
    h('figcaption', {}, h('h3', {}), h('p', { class: 'sub' })),
    h('img', { width: figure.width, height: figure.height }),
    h('p', { class: 'source' }),
    h('p', { class: 'downloads' }, h('a', { class: 'svg' }, 'SVG'), ' ', h('button', { type: 'button', class: 'link png' }, 'PNG')));
}

function fill(element, figure) {
  const [title, sub, source] = [element.querySelector('h3'), element.querySelector('.sub'), element.querySelector('.source')];
  title.textContent = figure.title;
  sub.textContent = figure.subtitle;
  source.textContent = figure.caption;
  const image = element.querySelector('img');
  const address = picture(figure);
  Object.assign(image, { src: address, alt: figure.alt, width: figure.width, height: figure.height });
  const link = element.querySelector('.svg');
  link.href = address;
  link.download = `${figure.stem}.svg`;
  link.setAttribute('aria-label', `${figure.title}: as SVG`);
  const png = element.querySelector('.png');
  png.setAttribute('aria-label', `${figure.title}: as PNG`);
  png.onclick = () => download(figure);
}

/** Leaves a figure as a PNG file, two pixels to one of the page. */
async function download(figure) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([figure.svg.replace('<svg ', `<svg width="${2 * figure.width}" height="${2 * figure.height}" `)], { type: 'image/svg+xml' }));
  image.src = address;
  await image.decode();
  const canvas = h('canvas', { width: 2 * figure.width, height: 2 * figure.height });
  canvas.getContext('2d').drawImage(image, 0, 0);
  URL.revokeObjectURL(address);
  const blob = await new Promise((done) => { canvas.toBlob(done, 'image/png'); });
  leave(blob, `${figure.stem}.png`);
}

/** Shows figures; with `all` those that are not among them go. */
function figures(list, all) {
  const turn = (figure) => FIRST.findIndex((stem) => figure.stem.startsWith(stem));
  const large = list.filter((figure) => turn(figure) >= 0).sort((a, b) => turn(a) - turn(b));
  for (const [place, wanted] of [[$('first-figures'), large], [$('more-figures'), list.filter((figure) => turn(figure) < 0)]]) {
    if (all) [...place.children].filter((old) => !wanted.some((figure) => `f-${figure.stem}` === old.id)).forEach((old) => old.remove());
    wanted.forEach((figure, at) => {
      const old = $(`f-${figure.stem}`);
      const element = old ?? build(figure);
      fill(element, figure);
      if (!old) place.insertBefore(element, place.children[at] ?? null);
    });
  }
}

/** The last numbers that were at rest, by key number. */
let before = [];

/** Shows what is told. `moving`: a lever moves, and old numbers stand beside new ones. */
export function show(told, { moving, stage }) {
  $('lead').innerHTML = told.lead;
  $('lead').querySelectorAll('a').forEach((link) => link.replaceWith(h('b', {}, link.textContent)));
  $('warnings').innerHTML = told.warnings;
  $('keys').innerHTML = told.keys;
  const numbers = [...$('keys').querySelectorAll('li')];
  const now = numbers.map((key) => key.querySelector('.number').textContent);
  if (moving) numbers.forEach((key, at) => { if (before[at] && before[at] !== now[at]) key.append(h('p', { class: 'was' }, `was ${before[at]}`)); });
  else before = now;
  $('whole').innerHTML = told.answer;
  $('whole').querySelectorAll('a').forEach((link) => link.replaceWith(h('b', {}, link.textContent)));
  $('sides').innerHTML = told.sides ?? '';
  $('provenance').textContent = told.provenance;
  settled(told.settled, stage);
  figures(told.figures, !moving);
  const page = document.documentElement;
  page.dataset.runs = told.runs;
  page.dataset.version = Number(page.dataset.version ?? 0) + 1;
}

function settled(found, stage) {
  document.querySelectorAll('#settled i').forEach((bar, at) => bar.classList.toggle('done', at <= stage));
  if (!found) return;
  const said = $('how-settled');
  // Read aloud only when it has settled.
  said.setAttribute('aria-live', found[0] ? 'polite' : 'off');
  said.textContent = found[1];
}

export function trouble(message) {
  $('trouble').hidden = !message;
  $('trouble').textContent = message ?? '';
}
