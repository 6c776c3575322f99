package minitaur.hal.imu;

import minitaur.hal.RobotState;

/**
 * Maps IMU readings to the trunk's roll, pitch and angular rates. Determined by calibration for
 * each robot.
 *
 * <p>Roll and pitch give the up direction u = (-sin pitch, cos pitch sin roll, cos pitch cos roll).
 * A misaligned IMU with its own axis convention measures
 *
 * <pre>
 *   u' = P M' u        w' = S det(P) P M' w + bias
 * </pre>
 *
 * where M is the rotation of the IMU's case relative to the trunk. P assigns the IMU's axes to the
 * trunk's axes and is a signed permutation; det P = -1 if the IMU's angles count one axis in the
 * opposite direction, and rates, being pseudovectors, then transform by det(P) P. S = diag(+-1)
 * contains -1 for rates whose signs contradict the IMU's own angles. The trunk's up direction is u
 * = M P' u'.
 *
 * <p>The robot interface has no rate about z. Therefore w' of a tilted IMU contains sin(tilt) times
 * the trunk's yaw rate, which cannot be removed; the map assumes that it is 0. For the same reason
 * P must map z to z, up or down.
 */
public final class ImuTransform {
  /** The identity map, which leaves the readings unchanged. */
  public static final ImuTransform IDENTITY = of("+x +y +z", 0, 0, 0, 1, 1, 0, 0);

  private static final String AXES_PATTERN = "[+-]x [+-]y [+-]z|[+-]y [+-]x [+-]z";

  /** {@code [3 x 3]} row-major: M P'. */
  private final double[] toTrunk = new double[9];

  /** {@code [2 x 2]} row-major: from the IMU's bias-free rates to the trunk's rates. */
  private final double[] rateToTrunk = new double[4];

  private final double biasX;
  private final double biasY;
  private final boolean identity;

  private ImuTransform(
      double[] permutation,
      double[] mounting,
      int rateSignX,
      int rateSignY,
      double biasX,
      double biasY) {
    this.biasX = biasX;
    this.biasY = biasY;
    double determinant =
        permutation[8] * (permutation[0] * permutation[4] - permutation[1] * permutation[3]);
    double[] toImu = new double[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += permutation[3 * row + k] * mounting[3 * column + k];
        }
        toImu[3 * row + column] = sum;
        toTrunk[3 * column + row] = sum;
      }
    }
    double a = rateSignX * determinant * toImu[0];
    double b = rateSignX * determinant * toImu[1];
    double c = rateSignY * determinant * toImu[3];
    double d = rateSignY * determinant * toImu[4];
    double scale = 1 / (a * d - b * c);
    rateToTrunk[0] = scale * d;
    rateToTrunk[1] = -scale * b;
    rateToTrunk[2] = -scale * c;
    rateToTrunk[3] = scale * a;
    boolean isUnchanged = biasX == 0 && biasY == 0;
    for (int i = 0; i < 4; i++) {
      isUnchanged &= rateToTrunk[i] == (i % 3 == 0 ? 1 : 0);
    }
    for (int i = 0; i < 9; i++) {
      isUnchanged &= toTrunk[i] == (i % 4 == 0 ? 1 : 0);
    }
    identity = isUnchanged;
  }

  /**
   * Creates the map for an IMU mounting.
   *
   * @param axes trunk axes along which the IMU's x, y and z point, such as "+x +y +z"; z must map
   *     to z
   * @param roll of M = Rz(yaw) Ry(pitch) Rx(roll), rad
   * @param pitch of M, rad
   * @param yaw of M, rad
   * @param rateSignX first diagonal element of S
   * @param rateSignY second diagonal element of S
   * @param biasX rate about the IMU's x at rest, rad/s
   * @param biasY rate about the IMU's y at rest, rad/s
   * @throws IllegalArgumentException when an argument is out of range
   */
  public static ImuTransform of(
      String axes,
      double roll,
      double pitch,
      double yaw,
      int rateSignX,
      int rateSignY,
      double biasX,
      double biasY) {
    if (!axes.matches(AXES_PATTERN)) {
      throw new IllegalArgumentException(
          "axes are '" + axes + "'; allowed: such as \"+x -y +z\", with z along z");
    }
    double maxAngle = Math.PI / 4 + 0.1;
    if (!(Math.abs(roll) <= maxAngle && Math.abs(pitch) <= maxAngle && Math.abs(yaw) <= maxAngle)) {
      throw new IllegalArgumentException(
          "the mounting is turned by %s, %s, %s rad; allowed: -0.88 to 0.88, the rest is in axes"
              .formatted(roll, pitch, yaw));
    }
    if (Math.abs(rateSignX) != 1 || Math.abs(rateSignY) != 1) {
      throw new IllegalArgumentException("a rate's sign is 1 or -1");
    }
    if (!(Double.isFinite(biasX) && Double.isFinite(biasY))) {
      throw new IllegalArgumentException("the rates' bias must be finite");
    }
    return new ImuTransform(
        permutation(axes), rotation(roll, pitch, yaw), rateSignX, rateSignY, biasX, biasY);
  }

  /**
   * Converts IMU readings to the trunk frame.
   *
   * @param state roll, pitch and rates. Modified.
   */
  public void apply(RobotState state) {
    if (identity) {
      return;
    }
    double cosPitch = StrictMath.cos(state.pitchRad);
    double x = -StrictMath.sin(state.pitchRad);
    double y = cosPitch * StrictMath.sin(state.rollRad);
    double z = cosPitch * StrictMath.cos(state.rollRad);
    double upX = toTrunk[0] * x + toTrunk[1] * y + toTrunk[2] * z;
    double upY = toTrunk[3] * x + toTrunk[4] * y + toTrunk[5] * z;
    double upZ = toTrunk[6] * x + toTrunk[7] * y + toTrunk[8] * z;
    state.rollRad = StrictMath.atan2(upY, upZ);
    state.pitchRad = StrictMath.asin(Math.max(-1, Math.min(1, -upX)));
    double rateX = state.angularVelocityXRadPerSec - biasX;
    double rateY = state.angularVelocityYRadPerSec - biasY;
    state.angularVelocityXRadPerSec = rateToTrunk[0] * rateX + rateToTrunk[1] * rateY;
    state.angularVelocityYRadPerSec = rateToTrunk[2] * rateX + rateToTrunk[3] * rateY;
  }

  /** {@code [3 x 3]} row-major: Rz(yaw) Ry(pitch) Rx(roll). Allocates. */
  public static double[] rotation(double roll, double pitch, double yaw) {
    double cr = StrictMath.cos(roll);
    double sr = StrictMath.sin(roll);
    double cp = StrictMath.cos(pitch);
    double sp = StrictMath.sin(pitch);
    double cy = StrictMath.cos(yaw);
    double sy = StrictMath.sin(yaw);
    return new double[] {
      cy * cp,
      cy * sp * sr - sy * cr,
      cy * sp * cr + sy * sr,
      sy * cp,
      sy * sp * sr + cy * cr,
      sy * sp * cr - cy * sr,
      -sp,
      cp * sr,
      cp * cr
    };
  }

  /** {@code [3 x 3]} row-major: P. */
  private static double[] permutation(String axes) {
    double[] matrix = new double[9];
    for (int row = 0; row < 3; row++) {
      int column = axes.charAt(3 * row + 1) - 'x';
      matrix[3 * row + column] = axes.charAt(3 * row) == '-' ? -1 : 1;
    }
    return matrix;
  }
}
