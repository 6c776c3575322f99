package minitaur.calibration.mocap;

import java.util.List;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.measure.LeastSquares;
import minitaur.hal.mocap.Pose;

/**
 * Estimates the point of a body that is fixed while the body turns: with r in the body's frame and
 * c in the server's, {@code p_i + R_i r = c} for every pose, by linear least squares in (r, c). A
 * turn about the vertical does not determine the height of r, which is left at 0.
 */
final class RotationCenterFit {
  private final double x;
  private final double y;
  private final double residual;

  private RotationCenterFit(double x, double y, double residual) {
    this.x = x;
    this.y = y;
    this.residual = residual;
  }

  /**
   * Fits the poses of a turn about the vertical; only the horizontal part is used.
   *
   * @throws CalibrationException when the body turned too little
   */
  static RotationCenterFit of(List<Pose> poses) throws CalibrationException {
    double[][] rows = new double[2 * poses.size()][];
    double[] rightSide = new double[rows.length];
    for (int i = 0; i < poses.size(); i++) {
      Pose p = poses.get(i);
      rows[2 * i] =
          new double[] {
            1 - 2 * (p.qy * p.qy + p.qz * p.qz), 2 * (p.qx * p.qy - p.qw * p.qz), -1, 0
          };
      rows[2 * i + 1] =
          new double[] {
            2 * (p.qx * p.qy + p.qw * p.qz), 1 - 2 * (p.qx * p.qx + p.qz * p.qz), 0, -1
          };
      rightSide[2 * i] = -p.xMetres;
      rightSide[2 * i + 1] = -p.yMetres;
    }
    LeastSquares fit = LeastSquares.solve(rows, rightSide, rows.length);
    return new RotationCenterFit(fit.coefficient(0), fit.coefficient(1), Math.sqrt(2) * fit.rms());
  }

  /** x of the fixed point in the body's frame, m. */
  double x() {
    return x;
  }

  /** y of the fixed point in the body's frame, m. */
  double y() {
    return y;
  }

  /** RMS displacement of the fixed point, m. */
  double residual() {
    return residual;
  }
}
