import { readFileSync } from 'node:fs';
import loadMujoco from '@mujoco/mujoco';
import { buildModel, kneeJoint, motorJoint, SIDES } from './model.mjs';
import { groundTilt, parseTerrain } from './terrain.mjs';

const MICROSECONDS_PER_MILLISECOND = 1000;
const BASE_POSITION = 0;
const BASE_QUATERNION = 3;
const BASE_LINEAR_VELOCITY_Z = 2;
const BASE_ANGULAR_VELOCITY = 3;

/** Reads all parameters of the robot and the task. */
export function readNumbers() {
  return JSON.parse(readFileSync(new URL('minitaur-model.json', import.meta.url), 'utf8'));
}

/**
 * The nominal Minitaur in MuJoCo: ideal sensors, no latency, and a motor model that is evaluated
 * every millisecond.
 */
export class MujocoRobot {
  #mujoco;
  #model;
  #data;
  #numbers;
  #terrain;
  #stepsPerMillisecond;
  #rear;
  #front;
  #motorPosition = new Int32Array(8);
  #motorVelocity = new Int32Array(8);
  #kneePosition = new Int32Array(8);

  constructor(mujoco, numbers, setting, terrain) {
    this.#mujoco = mujoco;
    this.#numbers = numbers;
    this.#terrain = terrain;
    this.#rear = numbers.rear_motor_of_leg;
    this.#front = numbers.front_motor_of_leg;
    this.#stepsPerMillisecond = MICROSECONDS_PER_MILLISECOND / setting.stepMicroseconds;
    this.#model = mujoco.MjModel.from_xml_string(buildModel(numbers, setting, terrain));
    this.#data = new mujoco.MjData(this.#model);
    numbers.leg_order.forEach((leg, i) => {
      for (const side of SIDES) {
        const motor = side === 'rear' ? this.#rear[i] : this.#front[i];
        this.#motorPosition[motor] = this.#model.jnt_qposadr[this.#joint(motorJoint(leg, side))];
        this.#motorVelocity[motor] = this.#model.jnt_dofadr[this.#joint(motorJoint(leg, side))];
        this.#kneePosition[motor] = this.#model.jnt_qposadr[this.#joint(kneeJoint(leg, side))];
      }
    });
  }

  /** Loads MuJoCo and builds a robot in it. */
  static async load(numbers, setting, terrain = parseTerrain('flat', '')) {
    return new MujocoRobot(await loadMujoco(), numbers, setting, terrain);
  }

  /** Terrain under the robot. */
  get terrain() {
    return this.#terrain;
  }

  /**
   * Places the robot at rest: over the origin, parallel to the ground, yaw 0, lowest foot
   * `clearance` m above the ground.
   *
   * @param {ArrayLike<number>} motorAngles [8] rad
   */
  stand(motorAngles, clearance = 0) {
    this.#mujoco.mj_resetData(this.#model, this.#data);
    const position = this.#data.qpos;
    let lowest = Infinity;
    this.#numbers.hips.forEach((hip, i) => {
      const rear = motorAngles[this.#rear[i]];
      const front = motorAngles[this.#front[i]];
      const pose = fiveBar(this.#numbers, rear, front);
      position[this.#motorPosition[this.#rear[i]]] = rear;
      position[this.#motorPosition[this.#front[i]]] = front;
      // An upper link is turned about +y by -rear or by front, and the knee adds to that.
      position[this.#kneePosition[this.#rear[i]]] = pose.rearLowerTurn + rear;
      position[this.#kneePosition[this.#front[i]]] = pose.frontLowerTurn - front;
      lowest = Math.min(lowest, hip[2] + pose.footZ - this.#numbers.collision.foot.radius);
    });
    const { pitch } = groundTilt(this.#terrain, 0, 0, 0);
    const height = clearance - lowest;
    position.set([height * Math.sin(pitch), 0, height * Math.cos(pitch)], BASE_POSITION);
    position.set([Math.cos(pitch / 2), 0, Math.sin(pitch / 2), 0], BASE_QUATERNION);
    this.#mujoco.mj_forward(this.#model, this.#data);
  }

  /**
   * Simulates one millisecond under the position controller.
   *
   * @param {ArrayLike<number>} targets [8] motor angles, rad
   * @param {{kp: number, kd: number}} gains duty per rad and per rad/s
   * @returns {number} electrical energy consumed by the motors, J
   */
  stepMillisecond(targets, gains) {
    const { qpos, qvel } = this.#data;
    const torques = new Float64Array(8);
    let watts = 0;
    for (let motor = 0; motor < 8; motor++) {
      const driven = drive(
        this.#numbers.motor,
        gains,
        targets[motor],
        qpos[this.#motorPosition[motor]],
        qvel[this.#motorVelocity[motor]],
      );
      torques[motor] = driven.torque;
      watts += driven.watts;
    }
    this.#stepMillisecondWith(torques);
    return watts / 1000;
  }

  /** Motor angles [8], rad. */
  motorAngles() {
    const { qpos } = this.#data;
    return Array.from(this.#motorPosition, (address) => qpos[address]);
  }

  /** Position of the base frame's origin in the world, [x, y, z] in m. */
  position() {
    return Array.from(this.#data.qpos.subarray(BASE_POSITION, BASE_POSITION + 3));
  }

  /** Position of the center of a movable block in the world, [x, y, z] in m. */
  blockPosition(index) {
    const body = this.#mujoco.mj_name2id(
      this.#model,
      this.#mujoco.mjtObj.mjOBJ_BODY.value,
      `block${index}`,
    );
    return Array.from(this.#data.xpos.subarray(3 * body, 3 * body + 3));
  }

  /** Roll, pitch and yaw, rad: R = Rz(yaw) Ry(pitch) Rx(roll). */
  attitude() {
    const [w, x, y, z] = this.#data.qpos.subarray(BASE_QUATERNION, BASE_QUATERNION + 4);
    return {
      roll: Math.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y)),
      pitch: Math.asin(Math.max(-1, Math.min(1, 2 * (w * y - z * x)))),
      yaw: Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)),
    };
  }

  /** Angular velocity of the base in its own axes, [x, y, z] in rad/s. */
  angularVelocity() {
    return Array.from(this.#data.qvel.subarray(BASE_ANGULAR_VELOCITY, BASE_ANGULAR_VELOCITY + 3));
  }

  /**
   * Vertical force of the ground on the robot in the last step, N. The loops' forces are internal
   * and cancel in the base's free joint.
   */
  groundForce() {
    return this.#data.qfrc_constraint[BASE_LINEAR_VELOCITY_Z];
  }

  /** Max distance between the two halves of a pin, m. */
  loopGap() {
    const { efc_pos: errors, ne } = this.#data;
    let largest = 0;
    for (let row = 0; row < ne; row += 3) {
      largest = Math.max(largest, Math.hypot(...errors.subarray(row, row + 3)));
    }
    return largest;
  }

  /** Applies torques [8], Nm, for one millisecond; positive ones increase the motor angle. */
  #stepMillisecondWith(torques) {
    // Fetches views every millisecond, because growing WebAssembly memory detaches existing ones.
    const applied = this.#data.qfrc_applied;
    for (let motor = 0; motor < 8; motor++) {
      applied[this.#motorVelocity[motor]] = torques[motor];
    }
    for (let i = 0; i < this.#stepsPerMillisecond; i++) {
      this.#mujoco.mj_step(this.#model, this.#data);
    }
    if (!this.#data.qpos.every(Number.isFinite)) {
      throw new Error('the simulation diverged: a position is not finite');
    }
  }

  #joint(name) {
    const id = this.#mujoco.mj_name2id(this.#model, this.#mujoco.mjtObj.mjOBJ_JOINT.value, name);
    if (id < 0) {
      throw new Error(`the model has no joint ${name}`);
    }
    return id;
  }
}

/**
 * Motor model: the torque of a motor, Nm, and its electrical power, W. The duty comes from the
 * position controller, the current from the voltage minus the back-EMF, and the torque from the
 * table, constant beyond its end. A braking motor returns no energy to the battery.
 */
export function drive(motor, gains, target, angle, velocity) {
  const duty = Math.max(-1, Math.min(1, gains.kp * (target - angle) - gains.kd * velocity));
  const current = (duty * motor.supply - motor.kt_ke * velocity) / motor.resistance;
  const magnitude = interpolate(motor.table_current, motor.table_torque, Math.abs(current));
  return {
    torque: Math.sign(current) * magnitude,
    watts: Math.max(0, duty * motor.supply * current),
  };
}

function interpolate(xs, ys, x) {
  const next = xs.findIndex((value) => value > x);
  if (next < 0) {
    return ys.at(-1);
  }
  const share = (x - xs[next - 1]) / (xs[next] - xs[next - 1]);
  return ys[next - 1] + share * (ys[next] - ys[next - 1]);
}

/**
 * Kinematics of a closed five-bar leg: rotation of its lower links about +y from pointing up, and
 * height of the foot's center above the hip.
 */
function fiveBar(numbers, rear, front) {
  const { l1_hip_to_knee: l1, l2_knee_to_pin: l2, knee_to_foot_centre: toFoot } = numbers;
  const extension = (rear + front) / 2;
  const swing = (rear - front) / 2;
  const depth = Math.sqrt(l2 ** 2 - (l1 * Math.sin(extension)) ** 2) - l1 * Math.cos(extension);
  const pin = [depth * Math.sin(swing), -depth * Math.cos(swing)];
  const rearKnee = [-l1 * Math.sin(rear), l1 * Math.cos(rear)];
  const frontKnee = [l1 * Math.sin(front), l1 * Math.cos(front)];
  return {
    rearLowerTurn: Math.atan2(pin[0] - rearKnee[0], pin[1] - rearKnee[1]),
    frontLowerTurn: Math.atan2(pin[0] - frontKnee[0], pin[1] - frontKnee[1]),
    footZ: rearKnee[1] + ((pin[1] - rearKnee[1]) * toFoot) / l2,
  };
}
