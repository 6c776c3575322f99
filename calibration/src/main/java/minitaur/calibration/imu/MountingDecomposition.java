package minitaur.calibration.imu;

import minitaur.calibration.CalibrationException;
import minitaur.calibration.ImuCalibration;

/**
 * Decomposition of a fitted Q = P M' into the nearest signed permutation P of the same handedness
 * and the remaining rotation M.
 */
final class MountingDecomposition {
  private static final String AXIS_NAMES = "xyz";

  private final MountingFit fit;
  private final int[] column = new int[3];
  private final int[] sign = new int[3];

  MountingDecomposition(MountingFit fit) throws CalibrationException {
    this.fit = fit;
    double maxTrace = Double.NEGATIVE_INFINITY;
    for (int code = 0; code < 16; code++) {
      boolean swapped = (code & 8) != 0;
      int[] columns = swapped ? new int[] {1, 0, 2} : new int[] {0, 1, 2};
      int[] signs = {(code & 1) == 0 ? 1 : -1, (code & 2) == 0 ? 1 : -1, (code & 4) == 0 ? 1 : -1};
      double determinant = (swapped ? -1 : 1) * signs[0] * signs[1] * signs[2];
      double trace = 0;
      for (int row = 0; row < 3; row++) {
        trace += signs[row] * fit.get(row, columns[row]);
      }
      if (determinant == fit.determinant() && trace > maxTrace) {
        maxTrace = trace;
        System.arraycopy(columns, 0, column, 0, 3);
        System.arraycopy(signs, 0, sign, 0, 3);
      }
    }
    // The trace of a rotation is 1 + 2 cos(angle).
    if (maxTrace < 1 + 2 * Math.cos(Math.PI / 4)) {
      throw new CalibrationException(
          "the IMU is rotated by more than 45 degrees relative to the trunk, or its z axis is"
              + " not upright; mount it along the trunk's axes");
    }
  }

  ImuCalibration toCalibration(
      String date, String procedure, double[] bias, double biasResidual, int[] rateSigns) {
    // M = Q' P
    double[][] m = new double[3][3];
    for (int row = 0; row < 3; row++) {
      for (int k = 0; k < 3; k++) {
        m[row][column[k]] = fit.get(k, row) * sign[k];
      }
    }
    return new ImuCalibration(
        date,
        procedure,
        new ImuCalibration.Orientation(
            axes(),
            Math.atan2(m[2][1], m[2][2]),
            Math.asin(Math.max(-1, Math.min(1, -m[2][0]))),
            Math.atan2(m[1][0], m[0][0])),
        new ImuCalibration.Rates(rateSigns[0], rateSigns[1], bias[0], bias[1]),
        fit.residual(),
        biasResidual);
  }

  private String axes() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < 3; row++) {
      text.append(row == 0 ? "" : " ")
          .append(sign[row] < 0 ? '-' : '+')
          .append(AXIS_NAMES.charAt(column[row]));
    }
    return text.toString();
  }
}
