/**
 * Builds the nominal Minitaur as MJCF, MuJoCo's model format.
 *
 * A motor's hinge turns about +y (front motors) or -y (rear motors), so that its joint angle is the
 * motor angle: 0 = upper link straight up, pi = straight down. The hinge of a lower link turns
 * about +y and is 0 where the lower link extends the upper one in a straight line. Each five-bar
 * is closed at its pin by a `connect` between two sites.
 */

const JOINT_LIMIT_SOLREF = '0.002 1';

/** Names of a leg's two halves, in the order in which they are built. */
export const SIDES = ['rear', 'front'];

/** Name of the hinge that a motor drives. */
export function motorJoint(leg, side) {
  return `${leg}_${side}_motor`;
}

/** Name of the passive hinge between an upper and a lower link. */
export function kneeJoint(leg, side) {
  return `${leg}_${side}_knee`;
}

/**
 * Builds the model as text.
 *
 * @param {object} numbers content of minitaur-model.json
 * @param {object} setting one of SETTINGS
 * @param {object} terrain result of parseTerrain
 * @returns {string} MJCF
 */
export function buildModel(numbers, setting, terrain) {
  const step = setting.stepMicroseconds / 1e6;
  // Loops should be stiffer than contacts, but MuJoCo accepts no time constant below two steps.
  const loopSolref = `${2 * step} 1`;
  const contact = `solref="${setting.solref} 1" solimp="${setting.solimp.join(' ')}"`;
  const connects = numbers.leg_order.map(
    (leg) => `<connect site1="${leg}_rear_pin" site2="${leg}_front_pin"/>`,
  );
  const friction = `friction="${terrain.friction ?? numbers.collision.friction} 0 0"`;
  return `<mujoco model="${numbers.name}">
  <compiler angle="radian" inertiafromgeom="false" autolimits="true"/>
  <option timestep="${step}" gravity="0 0 ${-numbers.gravity}" cone="elliptic"
      impratio="${setting.impratio}" integrator="Euler" solver="Newton" tolerance="1e-10">
    <flag autoreset="disable"/>
  </option>
  <size memory="8M"/>
  <default>
    <geom type="sphere" condim="3" contype="1" conaffinity="0" ${friction} ${contact}/>
    <joint type="hinge" damping="0" frictionloss="0" armature="0"/>
    <equality solref="${loopSolref}" solimp="0.99 0.99 0.001"/>
  </default>
  <worldbody>
    ${terrain.xml}
    <body name="base">
      <freejoint/>
      ${baseInertial(numbers.bodies.base)}
      ${baseSpheres(numbers.collision)}
      ${numbers.leg_order.map((leg, i) => legBodies(numbers, leg, numbers.hips[i])).join('')}
    </body>
    ${terrain.bodies ?? ''}
  </worldbody>
  <equality>
    ${connects.join('\n    ')}
  </equality>
  <tendon>
    ${numbers.leg_order.map((leg) => motorSumStop(leg, numbers.motor_sum_stop)).join('\n    ')}
  </tendon>
</mujoco>
`;
}

function baseInertial(base) {
  const [[xx, xy, xz], [, yy, yz], [, , zz]] = base.inertia_about_com;
  const tensor = [xx, yy, zz, xy, xz, yz].join(' ');
  return `<inertial pos="${base.com.join(' ')}" mass="${base.mass}" fullinertia="${tensor}"/>`;
}

function baseSpheres(collision) {
  return [collision.hip, collision.corner]
    .flatMap(({ centres, radius }) => centres.map((centre) => sphere(centre, radius)))
    .join('\n      ');
}

function legBodies(numbers, leg, hip) {
  return SIDES.map((side) => legHalf(numbers, leg, side, hip)).join('');
}

function legHalf(numbers, leg, side, hip) {
  const { upper, lower_long: long, lower_short: short } = numbers.bodies;
  const { knee, shank, foot } = numbers.collision;
  const lower = side === 'rear' ? long : short;
  const lowerSpheres = shank.from_knee.map((z) => sphere([0, 0, z], shank.radius));
  if (side === 'rear') {
    lowerSpheres.push(...foot.from_knee.map((z) => sphere([0, 0, z], foot.radius)));
  }
  const axis = side === 'rear' ? '0 -1 0' : '0 1 0';
  return `
      <body name="${leg}_${side}_upper" pos="${hip.join(' ')}">
        <joint name="${motorJoint(leg, side)}" axis="${axis}"/>
        ${linkInertial(upper, upper.com_from_hip)}
        ${knee.from_hip.map((z) => sphere([0, 0, z], knee.radius)).join('')}
        <body name="${leg}_${side}_lower" pos="0 0 ${numbers.l1_hip_to_knee}">
          <joint name="${kneeJoint(leg, side)}" axis="0 1 0"/>
          ${linkInertial(lower, lower.com_from_knee)}
          ${lowerSpheres.join('\n          ')}
          <site name="${leg}_${side}_pin" pos="0 0 ${numbers.l2_knee_to_pin}"/>
        </body>
      </body>`;
}

function linkInertial(link, comZ) {
  const diagonal = link.inertia_about_com.join(' ');
  return `<inertial pos="0 0 ${comZ}" mass="${link.mass}" diaginertia="${diagonal}"/>`;
}

function sphere(centre, radius) {
  return `<geom pos="${centre.join(' ')}" size="${radius}"/>`;
}

/** Prevents a leg's upper links from meeting, where the five-bar is singular. */
function motorSumStop(leg, [low, high]) {
  const joints = SIDES.map((side) => `<joint joint="${motorJoint(leg, side)}" coef="1"/>`).join('');
  return `<fixed range="${low} ${high}" solreflimit="${JOINT_LIMIT_SOLREF}">${joints}</fixed>`;
}
