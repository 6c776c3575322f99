// The connection to the robot's computer. Reconnects after some seconds without a message. A slow
// page does not delay the robot.

const SILENCE_MS = 3000;
const CONNECT_MS = 10000;
const MAX_WAIT_MS = 2000;

export class Connection {
  /**
   * @param token shown in the first message; may be empty
   * @param onMessage gets each message as an object
   * @param onState gets {connected, since, refused} when that changes
   */
  constructor(token, onMessage, onState) {
    this.token = token;
    this.onMessage = onMessage;
    this.onState = onState;
    this.wait = 250;
    this.state = {connected: false, since: Date.now(), refused: false};
    setInterval(() => this.#watch(), 500);
    this.#open();
  }

  /** Reconnects with another token. */
  useToken(token) {
    this.token = token;
    this.wait = 250;
    this.state.refused = false;
    this.#close();
    this.#open();
  }

  #open() {
    const socket = new WebSocket(new URL('live', location.href.split('#')[0]).href.replace(/^http/, 'ws'));
    this.socket = socket;
    this.heard = performance.now();
    socket.onopen = () => socket.send(JSON.stringify({token: this.token}));
    socket.onmessage = (event) => {
      if (socket !== this.socket) return;
      this.heard = performance.now();
      this.wait = 250;
      this.#set(true);
      this.onMessage(JSON.parse(event.data));
    };
    socket.onclose = (event) => {
      if (socket !== this.socket) return;
      this.state.refused = event.code === 4401;
      this.#retry();
    };
  }

  #retry() {
    this.#close();
    this.#set(false);
    if (this.state.refused) {
      this.onState(this.state);
      return;
    }
    setTimeout(() => { if (!this.socket) this.#open(); }, this.wait);
    this.wait = Math.min(2 * this.wait, MAX_WAIT_MS);
  }

  #close() {
    const socket = this.socket;
    this.socket = null;
    if (socket) socket.close();
  }

  #watch() {
    const limit = this.socket?.readyState === WebSocket.CONNECTING ? CONNECT_MS : SILENCE_MS;
    if (this.socket && performance.now() - this.heard > limit) this.#retry();
  }

  #set(connected) {
    if (this.state.connected === connected) return;
    this.state = {connected, since: Date.now(), refused: this.state.refused};
    this.onState(this.state);
  }
}
