package minitaur.calibration.mocap;

import java.util.List;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.RigidTransform;
import minitaur.calibration.measure.LeastSquares;
import minitaur.hal.mocap.Pose;

/**
 * Estimate of the point of a body that is fixed while the body turns: with r in the body's frame
 * and c in the server's, {@code p_i + R_i r = c} for every pose, by linear least squares in (r, c).
 * A turn about the vertical does not determine the height of r.
 *
 * @param x of the fixed point in the body's frame, m
 * @param y of the fixed point in the body's frame, m
 * @param residual RMS displacement of the fixed point, m
 */
record RotationCenterFit(double x, double y, double residual) {

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
      double[] r = RigidTransform.of(p).rotation();
      rows[2 * i] = new double[] {r[0], r[1], -1, 0};
      rows[2 * i + 1] = new double[] {r[3], r[4], 0, -1};
      rightSide[2 * i] = -p.xMetres;
      rightSide[2 * i + 1] = -p.yMetres;
    }
    LeastSquares fit = LeastSquares.solve(rows, rightSide, rows.length);
    return new RotationCenterFit(fit.coefficient(0), fit.coefficient(1), Math.sqrt(2) * fit.rms());
  }
}
