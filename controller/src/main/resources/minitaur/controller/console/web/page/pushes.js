// Pushes the simulated robot of a demonstration: a click on it pushes it away from the viewer, and
// W, A, S, D along and across the lane. Shift doubles the strength.

const NEWTON_SECONDS = 3;
const CLICK_PIXELS = 6;

/** The camera looks at the robot, which fills about this share of the smaller side of the stage. */
const ROBOT_SHARE = 0.6;

const KEYS = {KeyW: [1, 0], KeyS: [-1, 0], KeyA: [0, 1], KeyD: [0, -1]};

export class Pushes {
  /**
   * @param stage element with the view of the robot
   * @param azimuth returns where the camera is around the robot, rad; 0 is ahead of it
   * @param push sends an impulse along the lane and to its left, N s
   */
  constructor(stage, azimuth, push) {
    this.push = push;
    const hint = document.createElement('p');
    hint.className = 'push-hint';
    hint.textContent = 'Push the robot: click it, or W A S D';
    stage.append(hint);
    addEventListener('keydown', (event) => this.#key(event));
    let down = null;
    stage.addEventListener('pointerdown', (event) => { down = event; });
    stage.addEventListener('pointerup', (event) => {
      const still = down && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < CLICK_PIXELS;
      if (event.button === 0 && still && hits(event, stage)) {
        this.#send(-Math.cos(azimuth()), -Math.sin(azimuth()), event.shiftKey);
      }
      down = null;
    });
  }

  #key(event) {
    const direction = KEYS[event.code];
    const typing = event.target instanceof Element && event.target.closest('input, textarea, select');
    if (!direction || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) this.#send(...direction, event.shiftKey);
  }

  #send(forward, left, strong) {
    const strength = NEWTON_SECONDS * (strong ? 2 : 1);
    this.push(strength * forward, strength * left);
  }
}

function hits(event, stage) {
  const box = stage.getBoundingClientRect();
  const x = event.clientX - box.left - box.width / 2;
  const y = event.clientY - box.top - box.height / 2;
  return Math.hypot(x, y) < (ROBOT_SHARE / 2) * Math.min(box.width, box.height);
}
