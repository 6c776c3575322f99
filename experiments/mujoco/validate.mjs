/**
 * Replays the fixtures' drop and trots in MuJoCo and compares the results with the fixtures:
 *
 *   node validate.mjs
 *
 * The exit code is 1 when a result is outside its band.
 */
import { readFileSync } from 'node:fs';
import { legTargets, motorAnglesOf, SLIPPING_TROT, TROT } from './gait.mjs';
import { MujocoRobot, readNumbers } from './robot.mjs';
import { SETTINGS } from './settings.mjs';

const FIXTURES = new URL('../../sim/src/test/resources/physics/', import.meta.url);
const ROW_MILLISECONDS = 10;
const MEAN_FROM_SECONDS = 1;

/** Tolerances of the fixtures' README in addition to a band: relative distance, and height in m. */
const WIDER_X = 0.02;
const WIDER_Z = 0.001;

const STANDING = Object.freeze({ ...TROT, swing: 0, extension: 0 });
const CASES = [
  { file: 'drop.csv', gait: STANDING, clearance: 0.05 },
  { file: 'trot.csv', gait: TROT, clearance: 0 },
  { file: 'trot-slip.csv', gait: SLIPPING_TROT, clearance: 0 },
];

const numbers = readNumbers();
const summary = JSON.parse(readFileSync(new URL('summary.json', FIXTURES), 'utf8'));
let allWithin = true;
for (const { file, gait, clearance } of CASES) {
  const reference = readTable(file);
  const { x_end: bandX, mean_z: bandZ, by_setting: bySetting } = summary[file];
  console.log(`${file}: band x_end ${range(bandX)} m, mean z ${range(bandZ)} m`);
  for (const [name, setting] of SETTINGS) {
    const robot = await MujocoRobot.load(numbers, setting);
    const rows = replay(robot, gait, clearance, reference.at(-1).t);
    const end = rows.at(-1);
    const meanZ = mean(rows.filter(({ t }) => t >= MEAN_FROM_SECONDS).map(({ z }) => z));
    const within =
      inside(end.x, bandX, WIDER_X * Math.max(...bandX.map(Math.abs))) &&
      inside(meanZ, bandZ, WIDER_Z);
    allWithin &&= within;
    const fixture = bySetting[name];
    console.log(
      [
        `  ${within ? 'ok  ' : 'FAIL'} ${name}`,
        `x_end ${end.x.toFixed(5)} m (fixture ${fixture.x_end.toFixed(5)})`,
        `mean z ${meanZ.toFixed(6)} m (fixture ${fixture.mean_z.toFixed(6)})`,
        `largest loop gap ${(1000 * Math.max(...rows.map(({ gap }) => gap))).toFixed(4)} mm`,
        `furthest from the reference's rows: ${furthest(rows, reference)}`,
      ].join('\n         '),
    );
  }
}
process.exitCode = allWithin ? 0 : 1;

/** Rows as in the fixtures: at the start, and every ten milliseconds. */
function replay(robot, gait, clearance, seconds) {
  robot.stand(new Array(8).fill(2), clearance);
  const rows = [rowOf(robot, 0, Number.NaN)];
  let force = 0;
  const milliseconds = Math.round(seconds * 1000);
  for (let ms = 0; ms < milliseconds; ms++) {
    robot.stepMillisecond(motorAnglesOf(numbers, legTargets(gait, ms / 1000)), numbers.motor);
    force += robot.groundForce();
    if ((ms + 1) % ROW_MILLISECONDS === 0) {
      rows.push(rowOf(robot, (ms + 1) / 1000, force / ROW_MILLISECONDS));
      force = 0;
    }
  }
  return rows;
}

function rowOf(robot, t, fz) {
  const [x, y, z] = robot.position();
  const { roll, pitch, yaw } = robot.attitude();
  const angles = Object.fromEntries(robot.motorAngles().map((angle, i) => [`m${i}`, angle]));
  return { t, x, y, z, roll, pitch, yaw, fz, ...angles, gap: robot.loopGap() };
}

function readTable(file) {
  const [head, ...lines] = readFileSync(new URL(file, FIXTURES), 'utf8').trim().split('\n');
  const names = head.trim().split(',');
  return lines.map((line) => {
    const values = line.trim().split(',');
    return Object.fromEntries(names.map((name, i) => [name, Number(values[i])]));
  });
}

/** Max difference of each column that both have. */
function furthest(rows, reference) {
  return Object.keys(rows[0])
    .filter((name) => name !== 't' && name in reference[0])
    .map((name) => {
      const differences = rows
        .slice(1)
        .map((row, i) => Math.abs(row[name] - reference[i + 1][name]));
      return `${name} ${Math.max(...differences).toPrecision(2)}`;
    })
    .join(' ');
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function inside(value, [low, high], tolerance) {
  return value >= low - tolerance && value <= high + tolerance;
}

function range([low, high]) {
  return `${low.toFixed(6)} to ${high.toFixed(6)}`;
}
