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

/** Asks for what is answered in JSON; throws Refused, or AbortError where `signal` has ended it. */
export const ask = async (what, body = {}, signal = undefined) => (await answer(what, body, signal)).json();

/** Asks for a file. */
export const askFile = async (what, body) => (await answer(what, body)).blob();

async function answer(what, body, signal) {
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
  if (response.ok) return response;
  const found = await response.json().catch(() => ({ message: `the server answers ${response.status}` }));
  throw new Refused(found.message, found.findings, found.text);
}
