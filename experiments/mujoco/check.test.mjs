import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
  ActionFilter,
  History,
  reward,
  runEpisode,
  startAngles,
  taskConditions,
} from './episode.mjs';
import { Policy, PolicyFileError } from './policy.mjs';
import { drive, MujocoRobot, readNumbers } from './robot.mjs';
import { DEFAULT_SETTING, SETTINGS } from './settings.mjs';
import { readScene, walkIntoBlocks } from './six-blocks.mjs';
import { groundTilt, parseTerrain, TerrainError } from './terrain.mjs';

const HIDDEN = 3;
const numbers = readNumbers();
const METADATA = {
  format: 'minitaur-policy/1',
  policy_rate_hz: '50.0',
  swing_range_rad: '0.5',
  extension_mid_rad: '2.0',
  extension_range_rad: '0.5',
  kp_duty_per_rad: '1.0',
  kd_duty_per_rad_per_sec: '0.015',
};

test('the numbers are those that the simulator is tested with', () => {
  const url = new URL('../../sim/src/test/resources/physics/minitaur-model.json', import.meta.url);
  assert.deepEqual(numbers, JSON.parse(readFileSync(url, 'utf8')));
});

describe('motor', () => {
  const gains = { kp: 1, kd: 0 };

  test('follows the table between its points and is flat beyond its end', () => {
    const amperes = (current) => (current * numbers.motor.resistance) / numbers.motor.supply;
    assert.equal(drive(numbers.motor, gains, 0, 0, 0).torque, 0);
    assert.ok(Math.abs(drive(numbers.motor, gains, amperes(15), 0, 0).torque - 1.45) < 1e-12);
    assert.ok(Math.abs(drive(numbers.motor, gains, -amperes(15), 0, 0).torque + 1.45) < 1e-12);
    assert.equal(drive(numbers.motor, gains, 1, 0, 0).torque, 3.5);
  });

  test('loses voltage to its own speed', () => {
    const speed = 16 / 0.0954;
    assert.ok(Math.abs(drive(numbers.motor, gains, 2, 0, speed).torque) < 1e-12);
  });
});

test('a motor takes duty times supply times current, and returns nothing when it brakes', () => {
  const gains = { kp: 1, kd: 0 };
  const { supply, kt_ke: backEmf, resistance } = numbers.motor;
  const speed = 20;
  const current = (0.5 * supply - backEmf * speed) / resistance;
  assert.ok(Math.abs(drive(numbers.motor, gains, 0.5, 0, speed).watts - 0.5 * supply * current) < 1e-9);
  assert.equal(drive(numbers.motor, gains, 0.05, 0, speed).watts, 0);
});

test('the action filter has the gain of a second-order Butterworth filter', () => {
  const hz = 5.21;
  const filter = new ActionFilter(5, 50);
  let largest = 0;
  for (let i = 0; i < 2000; i++) {
    const x = 0.5 * Math.sin((2 * Math.PI * hz * i) / 50);
    const [y] = filter.apply(new Float32Array(8).fill(x));
    largest = i < 1000 ? 0 : Math.max(largest, Math.abs(y));
  }
  const ratio = Math.tan((Math.PI * hz) / 50) / Math.tan((Math.PI * 5) / 50);
  assert.ok(Math.abs(largest / 0.5 - 1 / Math.sqrt(1 + ratio ** 4)) < 0.01);
  assert.deepEqual([...new ActionFilter(0, 50).apply(Float32Array.of(0.25))], [0.25]);
});

test('history keeps the newest first and begins with the first observation repeated', () => {
  const observation = (value) => new Array(12).fill(value);
  const action = (value) => new Array(8).fill(value);
  const history = new History(observation(1));
  history.push(action(0.1), observation(2));
  history.push(action(0.2), observation(3));
  const expected = Float32Array.from([
    ...[3, 2, 1, 1, 1, 1].flatMap(observation),
    ...[0.2, 0.1, 0, 0, 0].flatMap(action),
  ]);
  assert.deepEqual(history.state, expected);
});

test('reward has four terms', () => {
  const still = new Array(8).fill(0);
  const jerky = [new Array(8).fill(1), new Array(8).fill(-1), new Array(8).fill(1)];
  const standing = new Array(8).fill(2);
  const folded = [...standing];
  folded[numbers.rear_motor_of_leg[2]] = 1.5;
  folded[numbers.front_motor_of_leg[2]] = 2.5;
  const of = (velocity, pitch, actions, angles) =>
    reward(numbers, { velocity, pitch }, actions, angles);
  const rest = [still, still, still];
  assert.equal(of(0.4, 0, rest, standing), 0.4);
  assert.equal(of(3, 0, rest, standing), 1);
  assert.ok(Math.abs(of(0, 0, jerky, standing) + 0.4) < 1e-12);
  assert.ok(Math.abs(of(0, -0.2, rest, standing) + 0.1) < 1e-12);
  assert.ok(Math.abs(of(0, 0, rest, folded) + 0.2) < 1e-12);
});

describe('policy file', () => {
  test('gives raw weights to the network', () => {
    const tensors = zeros();
    tensors.w1.values[5] = 2; // hidden unit 0 reads input 5
    tensors.b1.values[0] = 1;
    tensors.w2.values[0] = -1; // clipped to 0
    tensors.w2.values[HIDDEN] = 3; // hidden unit 1 reads hidden unit 0
    tensors.w3.values[7 * HIDDEN + 1] = 0.01; // action 7 reads hidden unit 1
    tensors.w3.values[2 * HIDDEN] = 1;
    tensors.b3.values[3] = -0.5;
    const state = new Float32Array(112);
    state[5] = 4;
    const action = Policy.parse(fileOf(tensors, METADATA)).act(state);
    const expected = [0, 0, 0, Math.tanh(-0.5), 0, 0, 0, Math.tanh(0.01 * 3 * (2 * 4 + 1))];
    expected.forEach((value, i) => assert.ok(Math.abs(action[i] - value) < 1e-6, `action ${i}`));
  });

  test('of other learners acts by its own head and activation', () => {
    const gaussian = zeros();
    gaussian.w1.values[5] = 2;
    gaussian.w2.values[0] = 1;
    gaussian.w3.values[7 * HIDDEN] = 0.5;
    gaussian.b3.values[3] = -5;
    const state = new Float32Array(112);
    state[5] = -4;
    const clipped = Policy.parse(
      fileOf(gaussian, { ...METADATA, head: 'gaussian', activation: 'tanh' }),
    ).act(state);
    assert.equal(clipped[3], -1);
    assert.ok(Math.abs(clipped[7] - 0.5 * Math.tanh(Math.tanh(-8))) < 1e-6);

    const latent = zeros();
    latent.w1 = { shape: [HIDDEN, 120], values: new Float32Array(HIDDEN * 120) };
    latent.w1.values[120 + 5] = -2; // hidden unit 1 reads input 5
    latent.w2.values[1] = 1;
    latent.w3 = { shape: [8, HIDDEN], values: new Float32Array(8 * HIDDEN) };
    latent.b3 = { shape: [8], values: new Float32Array(8) };
    latent.w3.values[0] = 0.1;
    const sampled = Policy.parse(fileOf(latent, { ...METADATA, head: 'latent_tanh' })).act(state);
    assert.ok(Math.abs(sampled[0] - Math.tanh(0.8)) < 1e-6);
  });

  test('that is damaged or foreign is refused', () => {
    const whole = fileOf(zeros(), METADATA);
    const misshapen = zeros();
    misshapen.w3 = { shape: [8, HIDDEN], values: new Float32Array(8 * HIDDEN) };
    const infinite = zeros();
    infinite.b2.values[1] = Infinity;
    const { kp_duty_per_rad: _, ...withoutGain } = METADATA;
    const refused = [
      [whole.subarray(0, 5), /shorter than its header/],
      [whole.subarray(0, whole.length - 4), /truncated within tensor b3/],
      [fileOf(misshapen, METADATA), /w3 as F32 \[16,3\], it is F32 \[8,3\]/],
      [fileOf(infinite, METADATA), /NaN or Inf in b2/],
      [fileOf(zeros(), withoutGain), /kp_duty_per_rad/],
      [fileOf(zeros(), { ...METADATA, format: 'other' }), /format is other/],
      [fileOf(zeros(), { ...METADATA, head: 'other' }), /head other/],
    ];
    for (const [bytes, message] of refused) {
      assert.throws(() => Policy.parse(bytes), { constructor: PolicyFileError, message });
    }
  });
});

describe('episode', () => {
  const { conditions } = Policy.parse(fileOf(zeros(), METADATA));
  const setting = SETTINGS.get(DEFAULT_SETTING);

  test('of random weights depends on the seed alone, not on episodes before it', async () => {
    const policy = Policy.parse(fileOf(noise(), METADATA));
    const act = (state) => policy.act(state);
    const run = (robot, seed, episode) => {
      const start = startAngles(numbers, conditions, seed, episode);
      return runEpisode(robot, numbers, conditions, act, start);
    };
    const robot = await MujocoRobot.load(numbers, setting);
    const another = await MujocoRobot.load(numbers, setting);
    const first = run(robot, 0, 0);
    assert.notEqual(run(another, 1, 0).return, first.return);
    assert.deepEqual(run(another, 0, 0), first);
  });

  test('of standing still lasts 500 steps, in a low stance too', async () => {
    const low = { ...conditions, extension_mid_rad: 1.5 };
    const robot = await MujocoRobot.load(numbers, setting);
    const stand = () => new Array(8).fill(0);
    const run = runEpisode(robot, numbers, low, stand, startAngles(numbers, low, 0, 0));
    assert.equal(run.steps, 500);
    assert.equal(run.fell, false);
    assert.ok(Math.abs(run.velocityMetresPerSec) < 0.005);
  });

  test('ends with a fall when one side kneels and the other stretches', async () => {
    const robot = await MujocoRobot.load(numbers, setting);
    const kneel = () => [-1, -1, 1, 1, -1, -1, 1, 1];
    const wide = { ...conditions, extension_range_rad: 1.1 };
    const run = runEpisode(robot, numbers, wide, kneel, startAngles(numbers, wide, 0, 0));
    assert.equal(run.fell, true);
    assert.ok(run.steps < 500);
  });
});

function zeros() {
  const shapes = { w1: [HIDDEN, 112], b1: [HIDDEN], w2: [HIDDEN, HIDDEN], b2: [HIDDEN] };
  Object.assign(shapes, { w3: [16, HIDDEN], b3: [16] });
  const count = (shape) => shape.reduce((product, size) => product * size, 1);
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      { shape, values: new Float32Array(count(shape)) },
    ]),
  );
}

/** Deterministic pseudo-random weights. */
function noise() {
  const tensors = zeros();
  let place = 0;
  for (const { values } of Object.values(tensors)) {
    values.forEach((_, i) => {
      values[i] = Math.sin(12.9898 * place++ ** 1.5);
    });
  }
  return tensors;
}

function fileOf(tensors, metadata) {
  const header = { __metadata__: metadata };
  const parts = [];
  let offset = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    parts.push(Buffer.from(values.buffer));
    offset += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}

describe('terrain', () => {
  test('stairs have the height of the simulator\'s', () => {
    const { height, endX } = parseTerrain('stairs-down:0.04x0.35x4', '0');
    assert.ok(Math.abs(height(0.3)) < 1e-12);
    assert.ok(Math.abs(height(5) + 0.16) < 1e-12);
    assert.ok(Math.abs(endX - 2.3) < 1e-12);
  });

  test('a robot on a slope is tilted as the slope is', () => {
    const slope = parseTerrain('slope:8', '0');
    const { roll, pitch } = groundTilt(slope, 1, 0, 0);
    assert.ok(Math.abs(pitch + (8 * Math.PI) / 180) < 1e-9);
    assert.ok(Math.abs(roll) < 1e-9);
    assert.ok(Math.abs(groundTilt(slope, 1, 0, Math.PI / 2).roll + (8 * Math.PI) / 180) < 1e-9);
  });

  test('a robot stands on each terrain', async () => {
    for (const text of ['slope:6', 'stairs-up:0.02x0.3x2', 'blocks', 'friction:0.4']) {
      const terrain = parseTerrain(text, '0');
      const robot = await MujocoRobot.load(numbers, SETTINGS.get(DEFAULT_SETTING), terrain);
      const still = { ...numbers, task: { ...numbers.task, reset_jitter: 0 } };
      const angles = startAngles(still, taskConditions(numbers), 0, 0);
      robot.stand(angles);
      const [x, , z] = robot.position();
      for (let ms = 0; ms < 200; ms++) {
        robot.stepMillisecond(angles, { kp: 1, kd: 0.015 });
      }
      const [laterX, , laterZ] = robot.position();
      assert.ok(Math.abs(laterX - x) < 0.02, text);
      assert.ok(Math.abs(laterZ - z) < 0.02, text);
    }
  });

  test('a trot into six blocks ends as in the simulator\'s fixture', async () => {
    const scene = readScene();
    const end = await walkIntoBlocks(scene, SETTINGS.get(DEFAULT_SETTING));
    const expected = scene.by_setting[DEFAULT_SETTING];
    assert.ok(Math.abs(end.x - expected.x) < 2e-4);
    end.blocks.forEach(([x, y], i) => {
      assert.ok(Math.hypot(x - expected.blocks[i][0], y - expected.blocks[i][1]) < 3e-3);
    });
  });

  test('a malformed specification is rejected with what is allowed', () => {
    assert.throws(() => parseTerrain('slope', '0'), TerrainError);
    assert.throws(() => parseTerrain('hill:1', '0'), /choose one of flat, slope:DEGREES/);
  });
});
