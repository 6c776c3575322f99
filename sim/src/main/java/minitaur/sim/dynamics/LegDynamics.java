package minitaur.sim.dynamics;

import minitaur.hal.Leg;

/**
 * Contribution of one leg to the robot's mass matrix and bias force, in trunk axes about the trunk
 * frame's origin.
 *
 * <p>Each link k moves in the leg's plane relative to the trunk. Its center of mass c has the
 * derivatives (ax, az) with respect to the rear and (bx, bz) with respect to the front motor angle;
 * its angle about y has the derivatives of {@link LinkKinematics}. With the trunk's linear and
 * angular velocity v and w, the velocity of the center of mass is {@code v + w x c + c'} and the
 * link's angular velocity {@code w + angle' ey}; mass matrix and bias are the sums of {@code J^T I
 * J} and of {@code J^T (I times the bias acceleration)}.
 */
final class LegDynamics {
  private final double planeY;
  private final int rear;
  private final int front;
  private final LegKinematics kinematics;
  private final LinkKinematics[] links = new LinkKinematics[LegLink.COUNT];
  private final LinkInertia[] inertias = new LinkInertia[LegLink.COUNT];
  private final LinkPoint[] coms = new LinkPoint[LegLink.COUNT];

  LegDynamics(RobotModel model, Leg leg) {
    rear = MultibodyState.FIRST_MOTOR + leg.rear().ordinal();
    front = MultibodyState.FIRST_MOTOR + leg.front().ordinal();
    planeY = model.geometry().hipY(leg);
    kinematics = new LegKinematics(model.geometry(), leg);
    for (LegLink link : LegLink.values()) {
      links[link.ordinal()] = kinematics.link(link);
      inertias[link.ordinal()] = model.inertia(link);
      coms[link.ordinal()] = new LinkPoint();
    }
  }

  /** The leg's kinematics. */
  LegKinematics kinematics() {
    return kinematics;
  }

  /** Sets motor angles, rad, and rates, rad/s. */
  void update(double rear, double front, double rearRate, double frontRate) {
    kinematics.update(rear, front, rearRate, frontRate);
    for (int k = 0; k < LegLink.COUNT; k++) {
      links[k].computePoint(inertias[k].comDistance(), coms[k]);
    }
  }

  /** Adds the links' inertia to the trunk's block and fills the leg's blocks. */
  void addInertia(CompositeInertia trunk, ArrowMatrix.LegBlock leg) {
    leg.clear();
    for (int k = 0; k < LegLink.COUNT; k++) {
      LinkKinematics link = links[k];
      LinkInertia inertia = inertias[k];
      LinkPoint com = coms[k];
      double mass = inertia.mass();
      double sine = link.sine;
      double cosine = link.cosine;
      double ix = inertia.inertiaX();
      double iz = inertia.inertiaZ();
      trunk.addPoint(mass, com.x, planeY, com.z);
      trunk.addInertia(
          ix * cosine * cosine + iz * sine * sine,
          inertia.inertiaY(),
          ix * sine * sine + iz * cosine * cosine,
          (iz - ix) * sine * cosine);

      double rearX = mass * com.xByRear;
      double rearZ = mass * com.zByRear;
      double frontX = mass * com.xByFront;
      double frontZ = mass * com.zByFront;
      double spinRear = inertia.inertiaY() * link.angleByRear;
      double spinFront = inertia.inertiaY() * link.angleByFront;
      leg.rearRear += rearX * com.xByRear + rearZ * com.zByRear + spinRear * link.angleByRear;
      leg.rearFront += rearX * com.xByFront + rearZ * com.zByFront + spinRear * link.angleByFront;
      leg.frontFront +=
          frontX * com.xByFront + frontZ * com.zByFront + spinFront * link.angleByFront;
      addMomentum(leg.trunkRear, com, rearX, rearZ, spinRear);
      addMomentum(leg.trunkFront, com, frontX, frontZ, spinFront);
    }
  }

  /**
   * Adds the trunk-frame momentum of linear momentum (px, 0, pz) at the center of mass and spin
   * about y.
   */
  private void addMomentum(double[] trunk, LinkPoint com, double px, double pz, double spin) {
    trunk[0] += px;
    trunk[2] += pz;
    trunk[3] += planeY * pz;
    trunk[4] += com.z * px - com.x * pz + spin;
    trunk[5] -= planeY * px;
  }

  /**
   * Adds the bias force: the generalized force of the links with zero acceleration of trunk and
   * motors.
   *
   * @param velocity {@code [14]} in trunk axes. Not modified.
   * @param gravity {@code [3]} in trunk axes, m/s2. Not modified.
   * @param bias {@code [14]} in trunk axes. Modified.
   */
  void addBias(double[] velocity, double[] gravity, double[] bias) {
    double wx = velocity[3];
    double wy = velocity[4];
    double wz = velocity[5];
    double square = wx * wx + wy * wy + wz * wz;
    for (int k = 0; k < LegLink.COUNT; k++) {
      LinkKinematics link = links[k];
      LinkInertia inertia = inertias[k];
      LinkPoint com = coms[k];
      double mass = inertia.mass();
      double vx = com.velocityX;
      double vz = com.velocityZ;
      // w x (w x c) + 2 w x c' + c'' - g
      double along = wx * com.x + wy * planeY + wz * com.z;
      double fx = mass * (wx * along - square * com.x + 2 * wy * vz + com.biasX - gravity[0]);
      double fy = mass * (wy * along - square * planeY + 2 * (wz * vx - wx * vz) - gravity[1]);
      double fz = mass * (wz * along - square * com.z - 2 * wy * vx + com.biasZ - gravity[2]);

      // Euler's equation in link axes; the link is rotated about y relative to the trunk.
      double sine = link.sine;
      double cosine = link.cosine;
      double linkWx = cosine * wx - sine * wz;
      double linkWz = sine * wx + cosine * wz;
      double linkWy = wy + link.rate;
      double ix = inertia.inertiaX();
      double iy = inertia.inertiaY();
      double iz = inertia.inertiaZ();
      // The link's axes rotate about y, so w in link axes changes at rate * (-wz, 0, wx).
      double nx = -ix * link.rate * linkWz + (iz - iy) * linkWy * linkWz;
      double ny = iy * link.bias + (ix - iz) * linkWz * linkWx;
      double nz = iz * link.rate * linkWx + (iy - ix) * linkWx * linkWy;

      bias[0] += fx;
      bias[1] += fy;
      bias[2] += fz;
      bias[3] += planeY * fz - com.z * fy + cosine * nx + sine * nz;
      bias[4] += com.z * fx - com.x * fz + ny;
      bias[5] += com.x * fy - planeY * fx - sine * nx + cosine * nz;
      bias[rear] += com.xByRear * fx + com.zByRear * fz + link.angleByRear * ny;
      bias[front] += com.xByFront * fx + com.zByFront * fz + link.angleByFront * ny;
    }
  }
}
