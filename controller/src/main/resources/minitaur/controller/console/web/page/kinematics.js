// The five-bar leg in its plane: x forward and z up from the hip, as in FiveBarLeg.

/** Legs in the robot's order; rear and front are indices of their motors. */
export const LEGS = [
  {name: 'front-left', front: true, left: true, rearMotor: 0, frontMotor: 1},
  {name: 'back-left', front: false, left: true, rearMotor: 2, frontMotor: 3},
  {name: 'front-right', front: true, left: false, rearMotor: 5, frontMotor: 4},
  {name: 'back-right', front: false, left: false, rearMotor: 7, frontMotor: 6},
];

/** Knees, pin and foot of a leg with these motor angles, each [x, z] in m. */
export function solveLeg(rear, front, geometry) {
  const swing = (rear - front) / 2;
  const extension = (rear + front) / 2;
  const {upperLink, lowerLink, kneeToFoot} = geometry;
  const beta = Math.asin((upperLink / lowerLink) * Math.sin(extension));
  const depth = lowerLink * Math.cos(beta) - upperLink * Math.cos(extension);
  const rearKnee = [-upperLink * Math.sin(rear), upperLink * Math.cos(rear)];
  return {
    rearKnee,
    frontKnee: [upperLink * Math.sin(front), upperLink * Math.cos(front)],
    pin: [depth * Math.sin(swing), -depth * Math.cos(swing)],
    foot: [
      rearKnee[0] + kneeToFoot * Math.sin(swing + beta),
      rearKnee[1] - kneeToFoot * Math.cos(swing + beta),
    ],
  };
}

/** Hip of a leg in the trunk's frame. */
export function hipOf(leg, geometry) {
  return [leg.front ? geometry.hipX : -geometry.hipX, leg.left ? geometry.hipY : -geometry.hipY, geometry.hipZ];
}

/** Height of the trunk's origin if the lowest foot stands on the ground. */
export function standingHeight(angles, roll, pitch, geometry) {
  let lowest = 0;
  for (const leg of LEGS) {
    const foot = solveLeg(angles[leg.rearMotor], angles[leg.frontMotor], geometry).foot;
    const hip = hipOf(leg, geometry);
    const x = hip[0] + foot[0];
    const z = hip[2] + foot[1];
    // Third row of Rz(yaw) Ry(pitch) Rx(roll).
    const height =
      -Math.sin(pitch) * x + Math.cos(pitch) * (Math.sin(roll) * hip[1] + Math.cos(roll) * z);
    lowest = Math.min(lowest, height);
  }
  return geometry.footRadius - lowest;
}
