import { createHash } from 'node:crypto';
import { motorAnglesOf } from './gait.mjs';
import { groundTilt, HALF_LANE } from './terrain.mjs';

const MILLISECONDS_PER_SECOND = 1000;
const OBSERVATION = 12;
const ACTION = 8;
const PAST = 5;
const PAST_ACTIONS = OBSERVATION * (1 + PAST);
const STATE = PAST_ACTIONS + ACTION * PAST;
const FRONT_LEGS = [0, 2];

/**
 * The policy's input: the current observation, 5 past observations, 5 past actions, each newest
 * first.
 */
export class History {
  state = new Float32Array(STATE);

  /**
   * @param {ArrayLike<number>} observation [12], the episode's first; also fills the past
   */
  constructor(observation) {
    for (let age = 0; age <= PAST; age++) {
      this.state.set(observation, age * OBSERVATION);
    }
  }

  /**
   * Advances by one step.
   *
   * @param {ArrayLike<number>} action [8], as taken
   * @param {ArrayLike<number>} observation [12], after the action
   */
  push(action, observation) {
    this.state.copyWithin(OBSERVATION, 0, OBSERVATION * PAST);
    this.state.set(observation, 0);
    this.state.copyWithin(PAST_ACTIONS + ACTION, PAST_ACTIONS, STATE - ACTION);
    this.state.set(action, PAST_ACTIONS);
  }
}

/**
 * Low-pass filter between a policy and the motors: second-order Butterworth, discretized by the
 * bilinear transform and initialized with action 0. A cutoff of 0 disables it.
 */
export class ActionFilter {
  #coefficients;
  #memory = Array.from({ length: ACTION }, () => [0, 0, 0, 0]);

  constructor(cutoffHz, rateHz) {
    const k = Math.tan((Math.PI * cutoffHz) / rateHz);
    const scale = 1 / (1 + Math.SQRT2 * k + k * k);
    const b = k * k * scale;
    const a2 = (1 - Math.SQRT2 * k + k * k) * scale;
    this.#coefficients = cutoffHz > 0 ? [b, 2 * b, b, -2 * (k * k - 1) * scale, -a2] : null;
  }

  /** Returns the filtered action, [8] in [-1, 1]. */
  apply(action) {
    if (this.#coefficients === null) {
      return action;
    }
    const [b0, b1, b2, a1, a2] = this.#coefficients;
    return Float32Array.from(action, (x, i) => {
      const [x1, x2, y1, y2] = this.#memory[i];
      const y = b0 * x + b1 * x1 + b2 * x2 + a1 * y1 + a2 * y2;
      this.#memory[i] = [x, x1, y, y1];
      return Math.max(-1, Math.min(1, y));
    });
  }
}

/** An episode of the walking task, advanced by one control step per call. */
export class WalkingEpisode {
  /** The policy's input; its buffer is reused. */
  history;

  /** Electrical energy consumed by the motors, J. */
  energy = 0;

  #robot;
  #numbers;
  #conditions;
  #period;
  #milliseconds;
  #gains;
  #filter;
  #previous = new Float32Array(ACTION);
  #beforePrevious = new Float32Array(ACTION);
  #x;

  /**
   * @param {import('./robot.mjs').MujocoRobot} robot is reset
   * @param {object} numbers content of minitaur-model.json
   * @param {object} conditions rate, ranges and gains of the policy
   * @param {ArrayLike<number>} startAngles [8] rad
   */
  constructor(robot, numbers, conditions, startAngles) {
    this.#robot = robot;
    this.#numbers = numbers;
    this.#conditions = conditions;
    this.#period = 1 / conditions.policy_rate_hz;
    this.#milliseconds = Math.round(this.#period * MILLISECONDS_PER_SECOND);
    this.#gains = { kp: conditions.kp_duty_per_rad, kd: conditions.kd_duty_per_rad_per_sec };
    this.#filter = new ActionFilter(conditions.action_filter_hz ?? 0, conditions.policy_rate_hz);
    robot.stand(startAngles);
    this.history = new History(observe(robot));
    [this.#x] = robot.position();
  }

  /**
   * Performs a control step.
   *
   * @param {Float32Array} action [8]; a reference is kept
   * @returns {{reward: number, fell: boolean, x: number, y: number}} after the step; a fall is
   *     relative to the ground
   */
  step(action) {
    const robot = this.#robot;
    const filtered = this.#filter.apply(action);
    const targets = motorAnglesOf(this.#numbers, legsOf(filtered, this.#conditions));
    for (let ms = 0; ms < this.#milliseconds; ms++) {
      this.energy += robot.stepMillisecond(targets, this.#gains);
    }
    const [x, y] = robot.position();
    const pose = { ...robot.attitude(), velocity: (x - this.#x) / this.#period };
    const actions = [action, this.#previous, this.#beforePrevious];
    const earned = reward(this.#numbers, pose, actions, robot.motorAngles());
    const ground = groundTilt(robot.terrain, x, y, pose.yaw);
    const limit = this.#numbers.task.tilt_limit_rad;
    const fell =
      Math.abs(pose.roll - ground.roll) > limit || Math.abs(pose.pitch - ground.pitch) > limit;
    this.history.push(action, observe(robot));
    [this.#x, this.#previous, this.#beforePrevious] = [x, action, this.#previous];
    return { reward: earned, fell, x, y };
  }
}

/**
 * Runs one episode of the walking task, up to a fall relative to the ground.
 *
 * @param {import('./robot.mjs').MujocoRobot} robot is reset
 * @param {object} numbers content of minitaur-model.json
 * @param {object} conditions rate, ranges and gains of the policy
 * @param {(state: Float32Array, time: number) => ArrayLike<number>} act the policy; time in s
 *     since the start
 * @param {ArrayLike<number>} startAngles [8] rad
 * @param {number} maxSteps max number of control steps; if given, the episode also ends at the end
 *     of the course or outside of the lane
 */
export function runEpisode(robot, numbers, conditions, act, startAngles, maxSteps) {
  const period = 1 / conditions.policy_rate_hz;
  const episode = new WalkingEpisode(robot, numbers, conditions, startAngles);
  let episodeReturn = 0;
  let steps = 0;
  let fell = false;
  let crossed = false;
  let inLane = true;
  const limit = maxSteps ?? numbers.task.episode_steps;
  const onCourse = maxSteps !== undefined;
  while (steps < limit && !fell && !(onCourse && (crossed || !inLane))) {
    const action = Float32Array.from(act(episode.history.state, steps * period));
    const outcome = episode.step(action);
    steps++;
    episodeReturn += outcome.reward;
    fell = outcome.fell;
    inLane = Math.abs(outcome.y) <= HALF_LANE;
    crossed ||= inLane && !fell && outcome.x >= robot.terrain.endX;
  }
  const [endX, endY] = robot.position();
  return {
    steps,
    fell,
    crossed,
    return: episodeReturn,
    velocityMetresPerSec: endX / (steps * period),
    powerWatts: episode.energy / (steps * period),
    leftMetres: endY,
  };
}

/** Rate, ranges and gains of the task's definition, named as in a policy file. */
export function taskConditions({ task, motor }) {
  return {
    policy_rate_hz: 1 / task.control_period,
    swing_range_rad: task.swing_range,
    extension_mid_rad: task.extension_mid,
    extension_range_rad: task.extension_range,
    kp_duty_per_rad: motor.kp,
    kd_duty_per_rad_per_sec: motor.kd,
  };
}

/**
 * Motor angles at the start of an episode: those of action 0 with uniform noise. Each angle depends
 * only on the seed, the episode and the leg, not on the number of episodes.
 */
export function startAngles(numbers, conditions, seed, episode) {
  const jitter = numbers.task.reset_jitter;
  const noise = (what) => jitter * (2 * uniform(`${seed}/${episode}/${what}`) - 1);
  const legs = numbers.leg_order.map((leg) => ({
    swing: noise(`${leg}/swing`),
    extension: conditions.extension_mid_rad + noise(`${leg}/extension`),
  }));
  return motorAnglesOf(numbers, legs);
}

/** Maps a text to a number in [0, 1). */
function uniform(text) {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}

function observe(robot) {
  const { roll, pitch } = robot.attitude();
  const [aboutX, aboutY] = robot.angularVelocity();
  return [...robot.motorAngles(), roll, pitch, aboutX, aboutY];
}

function legsOf(action, conditions) {
  return [0, 1, 2, 3].map((leg) => ({
    swing: conditions.swing_range_rad * action[leg],
    extension: conditions.extension_mid_rad + conditions.extension_range_rad * action[4 + leg],
  }));
}

/**
 * The reward of one step, from the measurements after it.
 *
 * @param {ArrayLike<number>[]} actions this one, the previous one and the one before that, [8] each
 */
export function reward(numbers, { velocity, pitch }, actions, motorAngles) {
  const weights = numbers.task.reward_weights;
  const [now, previous, beforePrevious] = actions;
  let jerk = 0;
  for (let i = 0; i < ACTION; i++) {
    jerk += Math.abs(now[i] - 2 * previous[i] + beforePrevious[i]) / ACTION;
  }
  let fold = 0;
  for (const leg of FRONT_LEGS) {
    const rear = motorAngles[numbers.rear_motor_of_leg[leg]];
    const front = motorAngles[numbers.front_motor_of_leg[leg]];
    fold += Math.max(0, -(rear - front) / 2 - weights.front_fold_beyond);
  }
  return (
    weights.velocity * Math.max(-1, Math.min(1, velocity)) -
    weights.action_second_difference * jerk -
    weights.pitch * Math.abs(pitch) -
    weights.front_fold * fold
  );
}
