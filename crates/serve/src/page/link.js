// The state of the page in the fragment of its address: deflated, so that a link stays short. The server never sees it.

const VERSION = '1';

const bytes = async (stream) => new Uint8Array(await new Response(stream).arrayBuffer());

const base64url = (data) => btoa(String.fromCharCode(...data)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

const unbase64url = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));

/** The fragment for a state. */
export async function fragment({ base, changed, variants, tier, files }) {
  const packed = JSON.stringify({ b: base, c: changed, v: variants, t: tier, f: files });
  const stream = new Blob([packed]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return `${VERSION}=${base64url(await bytes(stream))}`;
}

const isText = (value) => typeof value === 'string';
const isChange = (change) => change && isText(change.words) && Array.isArray(change.ron)
  && change.ron.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText));
const isChanged = (changed) => changed && typeof changed === 'object' && Object.values(changed).every(isChange);

/** What a fragment holds; null where it is none of ours or broken. */
export async function opened(text) {
  if (!text.startsWith(`${VERSION}=`)) return null;
  try {
    const data = unbase64url(text.slice(VERSION.length + 1));
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const packed = await bytes(stream);
    if (packed.length > 1 << 20) return null;
    const { b, c, v, t, f } = JSON.parse(new TextDecoder().decode(packed));
    const fine = isText(b) && isChanged(c) && Array.isArray(v) && v.every((one) => isText(one.base) && isChanged(one.changed))
      && Array.isArray(f) && f.every((file) => isText(file.id) && isText(file.text));
    return fine ? { base: b, changed: c, variants: v.slice(0, 6), tier: t, files: f.slice(0, 8) } : null;
  } catch {
    return null;
  }
}
