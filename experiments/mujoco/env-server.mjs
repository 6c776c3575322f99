/**
 * Serves the walking task in MuJoCo as an environment, over standard input and output:
 *
 *   minitaur train --env "program:node experiments/mujoco/env-server.mjs"
 *   minitaur train --env "program:node experiments/mujoco/env-server.mjs slope:8"
 *
 * The protocol is described in docs/gymnasium.md.
 */
import { readSync, writeSync } from 'node:fs';
import { startAngles, taskConditions, WalkingEpisode } from './episode.mjs';
import { MujocoRobot, readNumbers } from './robot.mjs';
import { DEFAULT_SETTING, SETTINGS } from './settings.mjs';
import { parseTerrain } from './terrain.mjs';

const MAGIC = 0x564e454d; // "MENV"
const VERSION = 1;
const OPEN = 1;
const RESET = 2;
const STEP = 3;
const CLOSE = 4;
const SPEC = 17;
const OBSERVATION = 18;
const RESULT = 19;
const ERROR = 20;
const TERMINATED = 1;
const TRUNCATED = 2;

const STATE = 112;
const ACTION = 8;

class ProtocolError extends Error {}

// Output of MuJoCo must not mix with the frames on standard output.
console.log = console.error;

// Ctrl-C signals the whole process group; the client then still finishes its episode.
process.on('SIGINT', () => {});

const numbers = readNumbers();
const conditions = taskConditions(numbers);
async function serve(terrain) {
  const environments = await open(terrain);
  for (;;) {
    const frame = receiveFrame();
    if (frame === null || frame.type === CLOSE) {
      return;
    }
    if (frame.type === RESET && frame.payload.length === 16) {
      const index = frame.payload.readUInt32LE(0);
      const environment = environments[index];
      if (environment === undefined) {
        throw new ProtocolError(`there is no environment ${index}`);
      }
      environment.reset(frame.payload.readBigUInt64LE(8));
      const answer = Buffer.alloc(4 * STATE);
      putFloats(answer, 0, environment.state);
      sendFrame(OBSERVATION, answer);
    } else if (frame.type === STEP && frame.payload.length === 4 * ACTION * environments.length) {
      sendFrame(RESULT, step(environments, frame.payload));
    } else {
      throw new ProtocolError(
        `a frame of type ${frame.type} with ${frame.payload.length} bytes is not expected`,
      );
    }
  }
}

/** Reads OPEN, builds the environments and answers with SPEC. */
async function open(terrain) {
  const frame = receiveFrame();
  if (frame === null || frame.type !== OPEN || frame.payload.length !== 20) {
    throw new ProtocolError('the client did not begin with OPEN');
  }
  const version = frame.payload.readUInt32LE(4);
  if (frame.payload.readUInt32LE(0) !== MAGIC || version !== VERSION) {
    throw new ProtocolError(`version ${version} of the protocol is not ${VERSION}`);
  }
  const count = frame.payload.readUInt32LE(8);
  const environments = [];
  for (let i = 0; i < count; i++) {
    const parsed = parseTerrain(terrain, '0');
    environments.push(
      new Environment(await MujocoRobot.load(numbers, SETTINGS.get(DEFAULT_SETTING), parsed)),
    );
  }
  const name = Buffer.from('minitaur-mujoco');
  const spec = Buffer.alloc(44 + 8 * (STATE + ACTION) + name.length);
  let at = 0;
  for (const word of [MAGIC, VERSION, count, STATE, ACTION, numbers.task.episode_steps]) {
    at = spec.writeUInt32LE(word, at);
  }
  at = spec.writeDoubleLE(conditions.policy_rate_hz, at);
  at = spec.writeBigUInt64LE(frame.payload.readBigUInt64LE(12), at);
  at = putFloats(spec, at, new Array(STATE).fill(-Infinity));
  at = putFloats(spec, at, new Array(STATE).fill(Infinity));
  at = putFloats(spec, at, new Array(ACTION).fill(-1));
  at = putFloats(spec, at, new Array(ACTION).fill(1));
  at = spec.writeUInt32LE(name.length, at);
  name.copy(spec, at);
  sendFrame(SPEC, spec);
  return environments;
}

/** Steps the environments with a running episode; the others keep their observation and flags. */
function step(environments, actions) {
  const count = environments.length;
  const answer = Buffer.alloc(count * (4 * STATE + 5));
  environments.forEach((environment, i) => {
    let reward = 0;
    if (environment.running) {
      const action = new Float32Array(ACTION);
      for (let j = 0; j < ACTION; j++) {
        action[j] = actions.readFloatLE(4 * (i * ACTION + j));
      }
      reward = environment.step(action);
    }
    putFloats(answer, 4 * i * STATE, environment.state);
    answer.writeFloatLE(reward, 4 * (count * STATE + i));
    answer[4 * count * (STATE + 1) + i] = environment.flags;
  });
  return answer;
}

/** One environment: the walking task with its end of episode. */
class Environment {
  running = false;
  flags = 0;
  state = new Float32Array(STATE);

  #robot;
  #episode;
  #steps;

  constructor(robot) {
    this.#robot = robot;
  }

  reset(seed) {
    this.#episode = new WalkingEpisode(
      this.#robot,
      numbers,
      conditions,
      startAngles(numbers, conditions, seed, 0),
    );
    this.#steps = 0;
    this.running = true;
    this.flags = 0;
    this.state = this.#episode.history.state;
  }

  /** Returns the reward. */
  step(action) {
    const { reward, fell } = this.#episode.step(action);
    this.#steps++;
    const limited = this.#steps >= numbers.task.episode_steps;
    this.flags = (fell ? TERMINATED : 0) | (limited && !fell ? TRUNCATED : 0);
    this.running = this.flags === 0;
    return reward;
  }
}

function putFloats(buffer, offset, values) {
  let at = offset;
  for (const value of values) {
    at = buffer.writeFloatLE(value, at);
  }
  return at;
}

function sendFrame(type, payload) {
  const frame = Buffer.alloc(8 + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.writeUInt32LE(type, 4);
  payload.copy(frame, 8);
  for (let sent = 0; sent < frame.length; ) {
    sent += writeSync(1, frame, sent);
  }
}

/** The next frame; null at the end of the input. */
function receiveFrame() {
  const header = read(8);
  if (header === null) {
    return null;
  }
  const payload = read(header.readUInt32LE(0));
  return payload === null ? null : { type: header.readUInt32LE(4), payload };
}

function read(length) {
  const buffer = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const count = readSync(0, buffer, at, length - at, null);
    if (count === 0) {
      return null;
    }
    at += count;
  }
  return buffer;
}

try {
  await serve(process.argv[2] ?? 'flat');
} catch (error) {
  sendFrame(ERROR, Buffer.from(error.message));
  if (!(error instanceof ProtocolError)) {
    console.error(error);
  }
  process.exitCode = 1;
}
