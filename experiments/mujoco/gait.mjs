/**
 * The open-loop trot of the fixtures' README; phases of front-left, back-left, front-right,
 * back-right.
 */
export const TROT = Object.freeze({
  frequency: 2,
  swing: 0.15,
  extension: 0.2,
  mid: 2,
  bias: 0,
  lag: -0.8,
  phases: [0, Math.PI, Math.PI, 0],
});

/** A trot whose feet slip, from the same README. */
export const SLIPPING_TROT = Object.freeze({ ...TROT, swing: 0.25, extension: 0.25, lag: 0 });

const BEGIN = 0.5;
const RAMP = 0.5;

/**
 * Target leg positions of a gait.
 *
 * @param {number} time since the start, s
 * @returns {{swing: number, extension: number}[]} rad, one per leg
 */
export function legTargets(gait, time) {
  const amplitude = Math.max(0, Math.min(1, (time - BEGIN) / RAMP));
  return gait.phases.map((phase) => {
    const p = 2 * Math.PI * gait.frequency * (time - BEGIN) + phase;
    return {
      swing: amplitude * (gait.swing * Math.sin(p) + gait.bias),
      extension: 2 + amplitude * (gait.mid - 2 - gait.extension * Math.cos(p + gait.lag)),
    };
  });
}

/**
 * Converts leg coordinates to motor angles.
 *
 * @param {object} numbers content of minitaur-model.json
 * @param {{swing: number, extension: number}[]} legs rad
 * @returns {number[]} [8] rad
 */
export function motorAnglesOf(numbers, legs) {
  const angles = new Array(8);
  legs.forEach(({ swing, extension }, leg) => {
    angles[numbers.rear_motor_of_leg[leg]] = extension + swing;
    angles[numbers.front_motor_of_leg[leg]] = extension - swing;
  });
  return angles;
}
