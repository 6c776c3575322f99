package minitaur.controller.robot;

import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.random.RandomStream;

/**
 * Poses of a marker body with a random offset on a simulated trunk, in a server frame with a random
 * lane: the input of an uncalibrated motion capture. Z is up and the floor is at 0.
 */
public final class RandomizedMarkerBody implements PoseSource {
  private final PoseSource trunkPoses;
  private final double laneDirection;
  private final double laneOriginX;
  private final double laneOriginY;
  private final double bodyX;
  private final double bodyY;
  private final double bodyZ;
  private final double bodyYaw;

  /**
   * @param trunkPoses poses of the trunk origin
   * @param seed of marker offset and lane
   */
  public RandomizedMarkerBody(PoseSource trunkPoses, long seed) {
    this.trunkPoses = trunkPoses;
    RandomStream stream = RandomStream.of(seed, "mocap.mounting");
    laneDirection = stream.nextUniform(-Math.PI, Math.PI);
    laneOriginX = stream.nextUniform(-2, 2);
    laneOriginY = stream.nextUniform(-2, 2);
    bodyX = stream.nextUniform(-0.1, 0.1);
    bodyY = stream.nextUniform(-0.05, 0.05);
    bodyZ = stream.nextUniform(0.05, 0.15);
    bodyYaw = stream.nextUniform(-0.2, 0.2);
  }

  /** Direction of the lane in the server frame, rad. */
  public double laneDirection() {
    return laneDirection;
  }

  /** {@code [3]} trunk origin in the frame of the marker body, m. */
  public double[] trunkInBody() {
    double cosine = StrictMath.cos(bodyYaw);
    double sine = StrictMath.sin(bodyYaw);
    return new double[] {
      -(cosine * bodyX + sine * bodyY), -(cosine * bodyY - sine * bodyX), -bodyZ
    };
  }

  /** Yaw of the trunk relative to the marker body, rad. */
  public double trunkYaw() {
    return -bodyYaw;
  }

  @Override
  public boolean poll(Pose pose) {
    if (!trunkPoses.poll(pose)) {
      return false;
    }
    // Offset of the body on the trunk, in the lane frame.
    double bx =
        (1 - 2 * (pose.qy * pose.qy + pose.qz * pose.qz)) * bodyX
            + 2 * (pose.qx * pose.qy - pose.qw * pose.qz) * bodyY
            + 2 * (pose.qx * pose.qz + pose.qw * pose.qy) * bodyZ;
    double by =
        2 * (pose.qx * pose.qy + pose.qw * pose.qz) * bodyX
            + (1 - 2 * (pose.qx * pose.qx + pose.qz * pose.qz)) * bodyY
            + 2 * (pose.qy * pose.qz - pose.qw * pose.qx) * bodyZ;
    double bz =
        2 * (pose.qx * pose.qz - pose.qw * pose.qy) * bodyX
            + 2 * (pose.qy * pose.qz + pose.qw * pose.qx) * bodyY
            + (1 - 2 * (pose.qx * pose.qx + pose.qy * pose.qy)) * bodyZ;
    double laneX = pose.xMetres + bx;
    double laneY = pose.yMetres + by;
    pose.xMetres =
        laneOriginX + StrictMath.cos(laneDirection) * laneX - StrictMath.sin(laneDirection) * laneY;
    pose.yMetres =
        laneOriginY + StrictMath.sin(laneDirection) * laneX + StrictMath.cos(laneDirection) * laneY;
    pose.zMetres += bz;
    applyRotations(pose);
    return true;
  }

  /** Rz(direction) q Rz(bodyYaw). */
  private void applyRotations(Pose pose) {
    double lw = StrictMath.cos(laneDirection / 2);
    double lz = StrictMath.sin(laneDirection / 2);
    double w = lw * pose.qw - lz * pose.qz;
    double i = lw * pose.qx - lz * pose.qy;
    double j = lw * pose.qy + lz * pose.qx;
    double k = lw * pose.qz + lz * pose.qw;
    double rw = StrictMath.cos(bodyYaw / 2);
    double rz = StrictMath.sin(bodyYaw / 2);
    pose.qw = w * rw - k * rz;
    pose.qx = i * rw + j * rz;
    pose.qy = j * rw - i * rz;
    pose.qz = k * rw + w * rz;
  }

  @Override
  public void close() {
    trunkPoses.close();
  }
}
