package minitaur.calibration.imu;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.CalibrationException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * Least-squares fit of the mounting to still poses: the orthogonal Q that minimizes the sum of
 * squares of {@code u'_i - Q u_i} over the poses, where u_i is the up vector in the trunk frame and
 * u'_i the up vector that the IMU reports.
 *
 * <pre>
 *   B = sum u'_i u_i' = U S V'        Q = U V'
 * </pre>
 *
 * (orthogonal Procrustes, Schoenemann 1966; Q may be a reflection, because an IMU may have an
 * inverted axis). Tilts that are only approximately known are estimated as well: Q and the tilts
 * are solved for alternately, which never increases the sum.
 *
 * @param q Q. Not to be modified.
 * @param residual RMS angle between the up vectors of the poses and of the IMU, rad
 */
record MountingFit(DMatrixRMaj q, double residual) {
  private static final int MAX_ITERATIONS = 500;
  private static final double CONVERGENCE_TOLERANCE = 1e-12;

  /**
   * Fits the mounting to poses.
   *
   * @throws CalibrationException when the poses do not determine all directions
   */
  static MountingFit of(List<StationaryPose> poses) throws CalibrationException {
    List<StationaryPose> adjusted = new ArrayList<>(poses);
    DMatrixRMaj q = new DMatrixRMaj(3, 3);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      DMatrixRMaj next = procrustes(adjusted);
      double change = 0;
      for (int i = 0; i < 9; i++) {
        change = Math.max(change, Math.abs(next.data[i] - q.data[i]));
      }
      q = next;
      if (change < CONVERGENCE_TOLERANCE) {
        break;
      }
      for (int i = 0; i < adjusted.size(); i++) {
        StationaryPose pose = adjusted.get(i);
        adjusted.set(i, pose.withAngleFrom(toTrunkFrame(q, pose.imuUp())));
      }
    }
    double square = 0;
    for (StationaryPose pose : adjusted) {
      double[] measuredUp = toTrunkFrame(q, pose.imuUp());
      double[] knownUp = pose.trunkUp();
      for (int axis = 0; axis < 3; axis++) {
        square += (measuredUp[axis] - knownUp[axis]) * (measuredUp[axis] - knownUp[axis]);
      }
    }
    return new MountingFit(q, Math.sqrt(square / adjusted.size()));
  }

  /** Entry of Q, which maps from the trunk frame to the IMU frame. */
  double get(int row, int column) {
    return q.get(row, column);
  }

  /** 1 for a rotation, -1 for a reflection. */
  double determinant() {
    return CommonOps_DDRM.det(q) < 0 ? -1 : 1;
  }

  private static DMatrixRMaj procrustes(List<StationaryPose> poses) throws CalibrationException {
    DMatrixRMaj b = new DMatrixRMaj(3, 3);
    for (StationaryPose pose : poses) {
      double[] up = pose.trunkUp();
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++) {
          b.add(row, column, pose.imuUp()[row] * up[column]);
        }
      }
    }
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(3, 3, true, true, false);
    if (!svd.decompose(b)) {
      throw new CalibrationException(
          "the poses do not determine the mounting; is the IMU connected?");
    }
    double[] singular = svd.getSingularValues();
    double minSingular = Math.min(singular[0], Math.min(singular[1], singular[2]));
    if (!(minSingular > 0.02)) {
      throw new CalibrationException(
          "the poses are too similar to determine the mounting; tilt the robot further, about"
              + " 35 degrees");
    }
    DMatrixRMaj q = new DMatrixRMaj(3, 3);
    CommonOps_DDRM.mult(svd.getU(null, false), svd.getV(null, true), q);
    return q;
  }

  private static double[] toTrunkFrame(DMatrixRMaj q, double[] imuVector) {
    double[] trunk = new double[3];
    for (int column = 0; column < 3; column++) {
      for (int row = 0; row < 3; row++) {
        trunk[column] += q.get(row, column) * imuVector[row];
      }
    }
    return trunk;
  }
}
