// The operator's commands. Each press has an id, so that a repeated request takes effect once.

const TIMEOUT_MS = 1500;
const STOP_TRIES_MS = 15000;
const STORE = 'minitaur.token';

/** The token in the address (after #), otherwise the one stored in this browser. */
export function findToken() {
  const shown = location.hash.slice(1);
  if (shown) {
    keepToken(shown);
    // Removes the token from the address bar and the history.
    history.replaceState(null, '', location.pathname + location.search);
    return shown;
  }
  try {
    return localStorage.getItem(STORE) ?? '';
  } catch {
    return '';
  }
}

export function keepToken(token) {
  try {
    localStorage.setItem(STORE, token);
  } catch {
    // Without storage, the token must be entered again after a reload.
  }
}

export class Commands {
  constructor(token) {
    this.token = token;
  }

  /** Sends a command; the answer is {accepted, text, reached}. */
  async send(command, fields = {}, id = newId()) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
    try {
      const response = await fetch('api/command', {
        method: 'POST',
        headers: {'Content-Type': 'application/json', Authorization: `Bearer ${this.token}`},
        body: JSON.stringify({id, command, ...fields}),
        signal: abort.signal,
        cache: 'no-store',
        keepalive: true,
      });
      const answer = await response.json();
      return {reached: true, accepted: answer.accepted === true, text: answer.text ?? answer.error};
    } catch {
      return {reached: false, accepted: false, text: 'the robot’s computer did not answer'};
    } finally {
      clearTimeout(timer);
    }
  }

  /** Loads a file; returns {response}, or {text} with the error. */
  async load(path) {
    try {
      const response = await fetch(path, {headers: {Authorization: `Bearer ${this.token}`}, cache: 'no-store'});
      return response.ok ? {response} : {text: (await response.json()).error};
    } catch {
      return {text: 'the robot’s computer did not answer'};
    }
  }

  /** Sends a stop until it is answered. */
  async stop(onTrouble) {
    const id = newId();
    const end = performance.now() + STOP_TRIES_MS;
    for (;;) {
      const answer = await this.send('stop', {}, id);
      if (answer.reached || performance.now() > end) return answer;
      onTrouble(answer);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function newId() {
  // randomUUID is not available over plain HTTP from another computer.
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
