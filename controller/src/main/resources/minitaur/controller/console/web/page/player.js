// Replays a past episode in the view of the robot.

import {fixed, put} from './text.js';

const $ = (id) => document.getElementById(id);

export class Player {
  /**
   * @param show draws {angles, targets, position, roll, pitch, yaw, blocks}
   * @param setTerrain draws a terrain; null for level ground
   * @param onEnd called when the live robot is to be shown again
   */
  constructor(show, setTerrain, onEnd) {
    this.show = show;
    this.setTerrain = setTerrain;
    this.onEnd = onEnd;
    this.frames = null;
    $('replay-live').addEventListener('click', () => this.stop());
    $('replay-play').addEventListener('click', () => this.#play(!this.playing));
    $('replay-time').addEventListener('input', () => {
      this.#play(false);
      this.#seek(Number($('replay-time').value));
    });
  }

  get active() {
    return this.frames !== null;
  }

  /** Starts replaying a motion as the server sends it. */
  start(episode, motion) {
    this.frames = motion.frames;
    this.episode = episode;
    this.length = this.frames.at(-1)[0];
    $('replay-time').max = String(this.length);
    $('replay').hidden = false;
    $('stage').classList.add('replaying');
    this.setTerrain(motion.terrain);
    this.time = 0;
    this.#seek(0);
    this.#play(true);
    $('replay-play').focus({preventScroll: true});
  }

  /** Shows the live robot again. */
  stop() {
    if (!this.active) return;
    this.frames = null;
    this.playing = false;
    $('replay').hidden = true;
    $('stage').classList.remove('replaying');
    this.onEnd();
  }

  #play(playing) {
    const begins = playing && !this.playing;
    this.playing = playing;
    put($('replay-play'), playing ? 'Pause' : 'Play');
    $('replay-play').setAttribute('aria-label', playing ? 'Pause the replay' : 'Play the replay');
    if (!begins) return;
    if (this.time >= this.length) this.#seek(0);
    let last = performance.now();
    const step = (now) => {
      if (!this.playing || !this.active) return;
      this.#seek(this.time + (now - last) / 1000);
      last = now;
      if (this.time >= this.length) this.#play(false);
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  #seek(seconds) {
    this.time = Math.min(Math.max(0, seconds), this.length);
    let low = 0;
    let high = this.frames.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.frames[middle][0] <= this.time) low = middle;
      else high = middle - 1;
    }
    const [, x, y, z, roll, pitch, yaw, ...rest] = this.frames[low];
    const targets = rest.slice(8, 16);
    this.show({
      position: [x, y, z], roll, pitch, yaw,
      angles: rest.slice(0, 8),
      targets: targets.some((angle) => angle === null) ? [] : targets,
      blocks: rest.slice(16),
    });
    $('replay-time').value = String(this.time);
    put($('replay-text'), `Replay of episode ${this.episode}, not live: ${fixed(this.time, 1)} s of ${fixed(this.length, 1)} s`);
  }
}
