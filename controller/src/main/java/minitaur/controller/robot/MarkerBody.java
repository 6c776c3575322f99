package minitaur.controller.robot;

import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.random.RandomStream;

/**
 * Poses of a marker body with a random offset on a simulated trunk, in a server frame with a random
 * lane: the input of an uncalibrated motion capture. Z is up and the floor is at 0.
 */
public final class MarkerBody implements PoseSource {
  private final PoseSource trunk;
  private final double direction;
  private final double x;
  private final double y;
  private final double bodyX;
  private final double bodyY;
  private final double bodyZ;
  private final double bodyYaw;

  /**
   * @param trunk poses of the trunk origin
   * @param seed of marker offset and lane
   */
  public MarkerBody(PoseSource trunk, long seed) {
    this.trunk = trunk;
    RandomStream stream = RandomStream.of(seed, "mocap.mounting");
    direction = stream.nextUniform(-Math.PI, Math.PI);
    x = stream.nextUniform(-2, 2);
    y = stream.nextUniform(-2, 2);
    bodyX = stream.nextUniform(-0.1, 0.1);
    bodyY = stream.nextUniform(-0.05, 0.05);
    bodyZ = stream.nextUniform(0.05, 0.15);
    bodyYaw = stream.nextUniform(-0.2, 0.2);
  }

  /** Direction of the lane in the server frame, rad. */
  public double laneDirection() {
    return direction;
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
    if (!trunk.poll(pose)) {
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
    pose.xMetres = x + StrictMath.cos(direction) * laneX - StrictMath.sin(direction) * laneY;
    pose.yMetres = y + StrictMath.sin(direction) * laneX + StrictMath.cos(direction) * laneY;
    pose.zMetres += bz;
    turn(pose);
    return true;
  }

  /** Rz(direction) q Rz(bodyYaw). */
  private void turn(Pose pose) {
    double lw = StrictMath.cos(direction / 2);
    double lz = StrictMath.sin(direction / 2);
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
    trunk.close();
  }
}
