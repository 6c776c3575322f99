package minitaur.calibration;

import minitaur.hal.imu.ImuTransform;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.client.BodyOffset;

/**
 * A rigid transform between two frames: {@code a = R b + t}, named {@code aFromB}.
 *
 * @param rotation {@code [3 x 3]} R, row-major. Not to be modified.
 * @param translation {@code [3]} t, m. Not to be modified.
 */
public record RigidTransform(double[] rotation, double[] translation) {

  public RigidTransform {
    if (rotation.length != 9 || translation.length != 3) {
      throw new IllegalArgumentException("a rigid transform has 9 and 3 numbers");
    }
  }

  /** Creates a transform from a position, m, and R = Rz(yaw) Ry(pitch) Rx(roll), rad. */
  public static RigidTransform of(
      double x, double y, double z, double roll, double pitch, double yaw) {
    return new RigidTransform(ImuTransform.rotation(roll, pitch, yaw), new double[] {x, y, z});
  }

  /** The transform from the trunk to the marker body on it. */
  public static RigidTransform bodyFromTrunk(BodyOffset offset) {
    return of(
        offset.xMetres(),
        offset.yMetres(),
        offset.zMetres(),
        offset.rollRad(),
        offset.pitchRad(),
        offset.yawRad());
  }

  /**
   * Creates a transform from a rotation vector, whose length is the angle (Rodrigues).
   *
   * @param rx rad
   * @param x m
   */
  public static RigidTransform ofRotationVector(
      double rx, double ry, double rz, double x, double y, double z) {
    double angle = Math.sqrt(rx * rx + ry * ry + rz * rz);
    double half = angle / 2;
    double scale = angle < 1e-12 ? 0.5 : StrictMath.sin(half) / angle;
    return ofQuaternion(StrictMath.cos(half), rx * scale, ry * scale, rz * scale, x, y, z);
  }

  /** The transform from a body's frame to the frame of its pose. */
  public static RigidTransform of(Pose pose) {
    return ofQuaternion(
        pose.qw, pose.qx, pose.qy, pose.qz, pose.xMetres, pose.yMetres, pose.zMetres);
  }

  /** Creates a transform from a unit quaternion. */
  private static RigidTransform ofQuaternion(
      double w, double qx, double qy, double qz, double x, double y, double z) {
    double[] r = {
      1 - 2 * (qy * qy + qz * qz),
      2 * (qx * qy - w * qz),
      2 * (qx * qz + w * qy),
      2 * (qx * qy + w * qz),
      1 - 2 * (qx * qx + qz * qz),
      2 * (qy * qz - w * qx),
      2 * (qx * qz - w * qy),
      2 * (qy * qz + w * qx),
      1 - 2 * (qx * qx + qy * qy)
    };
    return new RigidTransform(r, new double[] {x, y, z});
  }

  /** The composition of this transform after {@code other}: aFromB times bFromC is aFromC. */
  public RigidTransform times(RigidTransform other) {
    double[] r = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += rotation[3 * i + k] * other.rotation[3 * k + j];
        }
        r[3 * i + j] = sum;
      }
    }
    return new RigidTransform(
        r, apply(other.translation[0], other.translation[1], other.translation[2]));
  }

  /** The inverse transform: for aFromB, bFromA. */
  public RigidTransform inverse() {
    double[] r = rotation;
    double[] t = translation;
    double[] transposed = {r[0], r[3], r[6], r[1], r[4], r[7], r[2], r[5], r[8]};
    double[] inverseTranslation = {
      -(r[0] * t[0] + r[3] * t[1] + r[6] * t[2]),
      -(r[1] * t[0] + r[4] * t[1] + r[7] * t[2]),
      -(r[2] * t[0] + r[5] * t[1] + r[8] * t[2])
    };
    return new RigidTransform(transposed, inverseTranslation);
  }

  /** Transforms a point, m: {@code [3]}. */
  public double[] apply(double x, double y, double z) {
    double[] r = rotation;
    return new double[] {
      r[0] * x + r[1] * y + r[2] * z + translation[0],
      r[3] * x + r[4] * y + r[5] * z + translation[1],
      r[6] * x + r[7] * y + r[8] * z + translation[2]
    };
  }

  /** Roll, pitch and yaw, rad, of R = Rz(yaw) Ry(pitch) Rx(roll). */
  public double[] rollPitchYaw() {
    double[] r = rotation;
    return new double[] {
      StrictMath.atan2(r[7], r[8]),
      StrictMath.asin(Math.max(-1, Math.min(1, -r[6]))),
      StrictMath.atan2(r[3], r[0])
    };
  }

  /** Cosine of the angle between the z axes of this and another transform. */
  public double normalCosine(RigidTransform other) {
    return rotation[2] * other.rotation[2]
        + rotation[5] * other.rotation[5]
        + rotation[8] * other.rotation[8];
  }

  /**
   * Writes position and orientation.
   *
   * @param pose Modified, except for its time.
   */
  public void writeTo(Pose pose) {
    pose.xMetres = translation[0];
    pose.yMetres = translation[1];
    pose.zMetres = translation[2];
    pose.setRotation(rotation);
  }
}
