// What the page holds: a base, what was changed in it, variants that were kept, the readiness at which it is told.

export const TIERS = [10, 30, 180];
export const MOST_VARIANTS = 6;

export const state = {
  base: 'orderly-20k',
  // What differs from the base, by lever: { value, ron: [[field, text], ...], words }.
  changed: {},
  // { name, base, changed }, in the order in which they were kept.
  variants: [],
  tier: 30,
  // Files that were dropped on the page: { id, text }.
  files: [],
};

const listeners = [];

/** Is called after each change, with what has changed: 'lever', 'base', 'variants', 'tier'. */
export const onChange = (listener) => listeners.push(listener);

const tell = (what) => listeners.forEach((listener) => listener(what));

const history = [];

/** Sets a lever, or with null puts it back. */
export function set(lever, change) {
  const before = state.changed[lever] ?? null;
  if (JSON.stringify(before) === JSON.stringify(change)) return;
  // A slider that moves is one step back.
  const last = history[history.length - 1];
  if (!(last && last.lever === lever && Date.now() - last.at < 1000)) history.push({ lever, before, at: Date.now() });
  else last.at = Date.now();
  apply(lever, change);
}

function apply(lever, change) {
  if (change === null) delete state.changed[lever];
  else state.changed[lever] = change;
  tell('lever');
}

/** Takes the last change of a lever back. */
export function undo() {
  const last = history.pop();
  if (last) apply(last.lever, last.before);
  return last?.lever;
}

export function putAllBack() {
  state.changed = {};
  history.length = 0;
  tell('base');
}

export const copy = (value) => JSON.parse(JSON.stringify(value));

/** Keeps the present state as a variant; false where there is no room. */
export function keep() {
  if (state.variants.length >= MOST_VARIANTS) return false;
  state.variants.push({ base: state.base, changed: copy(state.changed) });
  tell('variants');
  return true;
}

export function remove(at) {
  state.variants.splice(at, 1);
  tell('variants');
}

/** Goes back to a variant. */
export function goTo(at) {
  const { base, changed } = state.variants[at];
  Object.assign(state, { base, changed: copy(changed) });
  history.length = 0;
  tell('base');
}

/** Starts from another scenario. What is unsaved is kept as a variant first. */
export function startFrom(base) {
  if (Object.keys(state.changed).length && !isKept()) keep();
  Object.assign(state, { base, changed: {} });
  history.length = 0;
  tell('base');
}

const same = (variant) => variant.base === state.base && JSON.stringify(variant.changed) === JSON.stringify(state.changed);

/** The variant that the present state is, or -1. */
export const kept = () => state.variants.findIndex(same);
export const isKept = () => kept() >= 0;

export function setTier(tier) {
  if (state.tier === tier || !TIERS.includes(tier)) return;
  state.tier = tier;
  tell('tier');
}

export function addFile(file) {
  state.files = [...state.files.filter(({ id }) => id !== file.id), file];
}
