// The RON of what is on the page: what `run` takes, and what is sent to be run.

const quoted = (text) => JSON.stringify(text);

/** The fields that levers have set, in their order, and those that go into `overrides`. */
function fields(changed) {
  const plain = [], overrides = [];
  for (const { ron } of Object.values(changed)) {
    for (const [field, text] of ron) (field.includes('[') ? overrides : plain).push([field, text]);
  }
  return { plain, overrides };
}

/** Its text, one line a field, and which lever wrote which line (from 1). */
export function written({ base, changed }, title, shortTitle) {
  const lines = ['(', `    base: ${quoted(base)},`];
  const levers = {};
  if (title) lines.push(`    title: ${quoted(title)},`);
  if (shortTitle) lines.push(`    short_title: ${quoted(shortTitle)},`);
  const by = (field) => Object.keys(changed).find((lever) => changed[lever].ron.some(([name]) => name === field));
  const { plain, overrides } = fields(changed);
  for (const [field, text] of plain) {
    lines.push(`    ${field}: ${text},`);
    levers[lines.length] = by(field);
  }
  if (overrides.length) {
    lines.push('    overrides: {');
    for (const [field, text] of overrides) {
      lines.push(`        ${quoted(field)}: ${text},`);
      levers[lines.length] = by(field);
    }
    lines.push('    },');
  }
  lines.push(')', '');
  return { text: lines.join('\n'), levers };
}
