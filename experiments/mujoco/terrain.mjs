/**
 * The simulator's terrains that can be compared in MuJoCo, with the same specifications: their
 * geometry, the end of their course, and the tilt of a robot that stands on them.
 */
import { createHash } from 'node:crypto';

const START_X = 0.5;
const START_VARIATION = 0.15;
const END_X = 2.5;
const FAR = 20;
const HALF_FOOTPRINT = { x: 0.2, y: 0.125 };

/** Half width of the lane, m. */
export const HALF_LANE = 0.75;

/** Thrown for a specification that cannot be simulated; the message lists the allowed ones. */
export class TerrainError extends Error {}

const USAGE =
  'flat, slope:DEGREES, stairs-down:RISERxTREADxCOUNT, stairs-up:RISERxTREADxCOUNT,' +
  ' friction:MU or blocks';

/**
 * Parses a specification.
 *
 * @param {string} text such as slope:8
 * @param {string} seed varies where stairs and blocks begin and how blocks lie
 */
export function parseTerrain(text, seed) {
  const [kind, rest] = text.split(':');
  const values = rest === undefined ? [] : rest.split('x').map(Number);
  const startX = START_X + START_VARIATION * (2 * uniform(`${seed}/start`) - 1);
  const expect = (count) => {
    if (values.length !== count || !values.every(Number.isFinite)) {
      throw new TerrainError(`terrain "${text}" is malformed; write ${USAGE}`);
    }
  };
  switch (kind) {
    case 'flat':
      expect(0);
      return plane(0);
    case 'slope':
      expect(1);
      return plane((values[0] * Math.PI) / 180);
    case 'friction':
      expect(1);
      return { ...plane(0), friction: values[0] };
    case 'stairs-down':
    case 'stairs-up':
      expect(3);
      return stairs(kind === 'stairs-up' ? values[0] : -values[0], values[1], values[2], startX);
    case 'blocks':
      expect(0);
      return blocks(startX, seed);
    default:
      throw new TerrainError(`there is no terrain "${kind}" here; choose one of ${USAGE}`);
  }
}

function plane(angle) {
  const normal = [-Math.sin(angle), 0, Math.cos(angle)];
  return {
    xml: `<geom type="plane" size="0 0 1" zaxis="${normal.join(' ')}" contype="0" conaffinity="1"/>`,
    endX: END_X,
    height: (x) => x * Math.tan(angle),
  };
}

/** Builds stairs; each tread is the top of a box that extends far down. */
function stairs(rise, tread, count, startX) {
  const edges = [-FAR, ...Array.from({ length: count }, (_, i) => startX + i * tread), FAR];
  const depth = 1 + Math.abs(rise) * count;
  const boxes = edges.slice(1).map((end, i) => {
    const begin = edges[i];
    const top = i * rise;
    const center = [(begin + end) / 2, 0, (top - depth) / 2];
    const half = [(end - begin) / 2, FAR, (top + depth) / 2];
    return `<geom type="box" pos="${center.join(' ')}" size="${half.join(' ')}"
      contype="0" conaffinity="1"/>`;
  });
  return {
    xml: boxes.join('\n    '),
    endX: START_X + count * tread + 0.4,
    height: (x) => rise * Math.max(0, Math.min(count, Math.floor((x - startX) / tread) + 1)),
  };
}

/** Six blocks across the lane. */
function blocks(startX, seed) {
  const count = 6;
  const pitch = 0.15;
  const draw = (what, half) => half * (2 * uniform(`${seed}/${what}`) - 1);
  const shift = draw('shift', pitch / 2);
  return blocksAt(
    Array.from({ length: count }, (_, i) => ({
      x: startX + 0.2 + draw(`${i}/x`, 0.05),
      y: shift + pitch * (i - (count - 1) / 2) + draw(`${i}/y`, 0.01),
      yaw: Math.PI * uniform(`${seed}/${i}/yaw`),
    })),
  );
}

/**
 * Blocks of 0.09 x 0.09 x 0.06 m and 0.25 kg on level ground, friction 0.5 with everything.
 *
 * @param {{x: number, y: number, yaw: number}[]} places m and rad
 */
export function blocksAt(places) {
  const inertia = boxInertia(0.25, 0.09, 0.09, 0.06);
  const bodies = places.map(
    ({ x, y, yaw }, i) => `<body name="block${i}" pos="${x} ${y} 0.03" euler="0 0 ${yaw}">
      <freejoint/>
      <inertial pos="0 0 0" mass="0.25" diaginertia="${inertia}"/>
      <geom type="box" size="0.045 0.045 0.03" contype="1" conaffinity="1" priority="1"
        friction="0.5 0 0"/></body>`,
  );
  return { ...plane(0), bodies: bodies.join('\n    ') };
}

function boxInertia(mass, x, y, z) {
  const moment = (a, b) => (mass / 12) * (a * a + b * b);
  return [moment(y, z), moment(x, z), moment(x, y)].join(' ');
}

/** Roll and pitch, rad, of a base that is parallel to the mean plane under its feet. */
export function groundTilt(terrain, x, y, yaw) {
  const { height } = terrain;
  const slope =
    (height(x + HALF_FOOTPRINT.x, y) - height(x - HALF_FOOTPRINT.x, y)) / (2 * HALF_FOOTPRINT.x);
  const length = Math.hypot(1, slope);
  const [ahead, left] = [(-slope / length) * Math.cos(yaw), (slope / length) * Math.sin(yaw)];
  return { roll: Math.asin(-left), pitch: Math.atan2(ahead, 1 / length) };
}

/** Maps a text to a number in [0, 1). */
function uniform(text) {
  return createHash('sha256').update(`terrain/${text}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
