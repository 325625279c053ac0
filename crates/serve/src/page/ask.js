// Requests to the server.

const token = document.querySelector('meta[name=drawdown]').content;

/** Why something was not answered. */
export class Refused extends Error {
  constructor(message, findings, text) {
    super(message);
    Object.assign(this, { findings, text });
  }
}

export const STOPPED = 'drawdown has stopped. Start it again: your link keeps the state.';

/** Asks; throws Refused, or AbortError where `signal` has ended it. */
export async function ask(what, body = {}, signal = undefined) {
  let response;
  try {
    response = await fetch(`ask/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-drawdown': token },
      body: JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refused(STOPPED);
  }
  const found = await response.json().catch(() => ({ message: `the server answers ${response.status}` }));
  if (!response.ok) throw new Refused(found.message, found.findings, found.text);
  return found;
}
