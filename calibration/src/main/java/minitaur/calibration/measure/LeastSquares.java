package minitaur.calibration.measure;

import java.util.Arrays;
import minitaur.calibration.CalibrationException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Linear least squares with residuals that are correlated in time:
 *
 * <pre>
 *   y = X b + e        b = (X'X)^-1 X'y        cov(b) = (X'X)^-1 S (X'X)^-1
 *   S = sum_|l|&lt;L (1 - |l| / L) sum_t (x_t e_t) (x_(t-l) e_(t-l))'
 * </pre>
 *
 * <p>S is the heteroskedasticity and autocorrelation consistent estimate of Newey and West,
 * Econometrica 1987. Assuming white residuals would make the intervals ten times too narrow here,
 * because the model errors are correlated with the motion.
 */
public final class LeastSquares {
  /** {@code [row x column]} columns of X, each with norm 1. */
  private final DMatrixRMaj scaledX;

  private final double[] columnScales;
  private final DMatrixRMaj inverse;
  private final double[] solution;
  private final DMatrixRMaj residual;
  private int covarianceLags = -1;
  private final DMatrixRMaj covariance;

  private LeastSquares(
      DMatrixRMaj scaledX,
      double[] columnScales,
      DMatrixRMaj inverse,
      double[] solution,
      DMatrixRMaj residual) {
    this.scaledX = scaledX;
    this.columnScales = columnScales;
    this.inverse = inverse;
    this.solution = solution;
    this.residual = residual;
    covariance = new DMatrixRMaj(columnScales.length, columnScales.length);
  }

  /**
   * Solves the least-squares problem.
   *
   * @param x {@code [row][column]}. Not modified.
   * @param y {@code [row]}. Not modified.
   * @param rows number of rows to use
   * @throws CalibrationException when the columns are linearly dependent
   */
  public static LeastSquares solve(double[][] x, double[] y, int rows) throws CalibrationException {
    if (rows <= 1 || rows <= x[0].length) {
      throw new CalibrationException("the motion was too short to separate the parameters");
    }
    int n = x[0].length;
    DMatrixRMaj scaledX = new DMatrixRMaj(Arrays.copyOf(x, rows));
    double[] scale = scaleColumns(scaledX);
    // Starts as y; X b is subtracted below.
    DMatrixRMaj residual = new DMatrixRMaj(rows, 1, true, Arrays.copyOf(y, rows));
    DMatrixRMaj normal = new DMatrixRMaj(n, n);
    DMatrixRMaj rightSide = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.multInner(scaledX, normal);
    CommonOps_DDRM.multTransA(scaledX, residual, rightSide);
    DMatrixRMaj inverse = new DMatrixRMaj(n, n);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(n);
    if (!solver.setA(normal) || solver.quality() < 1e-12) {
      throw new CalibrationException("the motion did not vary enough to separate the parameters");
    }
    solver.invert(inverse);
    DMatrixRMaj scaled = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.mult(inverse, rightSide, scaled);
    CommonOps_DDRM.multAdd(-1, scaledX, scaled, residual);
    CommonOps_DDRM.divideRows(scale, scaled);
    return new LeastSquares(scaledX, scale, inverse, scaled.data, residual);
  }

  /** Coefficient of a column. */
  public double coefficient(int column) {
    return solution[column];
  }

  /**
   * Standard deviation of a coefficient.
   *
   * @param lags L, number of rows over which residuals may be correlated
   */
  public double standardDeviation(int column, int lags) {
    if (covarianceLags != lags) {
      DMatrixRMaj product = new DMatrixRMaj(columnScales.length, columnScales.length);
      CommonOps_DDRM.mult(inverse, neweyWestMatrix(lags), product);
      CommonOps_DDRM.mult(product, inverse, covariance);
      covarianceLags = lags;
    }
    return Math.sqrt(Math.max(0, covariance.get(column, column))) / columnScales[column];
  }

  /** RMS of the residuals. */
  public double rms() {
    return NormOps_DDRM.normF(residual) / Math.sqrt(residual.numRows);
  }

  /** Median absolute residual. */
  public double medianResidual() {
    double[] absolute = Arrays.stream(residual.data).map(Math::abs).sorted().toArray();
    return absolute[absolute.length / 2];
  }

  /**
   * Predicts the value of a row.
   *
   * @param row {@code [column]}. Not modified.
   */
  public double predict(double[] row) {
    double sum = 0;
    for (int i = 0; i < solution.length; i++) {
      sum += row[i] * solution[i];
    }
    return sum;
  }

  /** Scales every column to norm 1, and returns the norms; a column of zeros keeps the scale 1. */
  private static double[] scaleColumns(DMatrixRMaj x) {
    double[] scale = new double[x.numCols];
    for (int i = 0; i < scale.length; i++) {
      double norm = NormOps_DDRM.normF(CommonOps_DDRM.extractColumn(x, i, null));
      scale[i] = norm > 0 ? norm : 1;
    }
    CommonOps_DDRM.divideCols(x, scale);
    return scale;
  }

  /** S, for scaled columns. */
  private DMatrixRMaj neweyWestMatrix(int lags) {
    int n = columnScales.length;
    int rows = residual.numRows;
    DMatrixRMaj g = scaledX.copy();
    CommonOps_DDRM.multRows(residual.data, g);
    DMatrixRMaj s = new DMatrixRMaj(n, n);
    for (int lag = 0; lag < Math.min(lags, rows); lag++) {
      double weight = (1 - (double) lag / lags) * (lag == 0 ? 0.5 : 1);
      for (int t = lag; t < rows; t++) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            s.data[n * i + j] +=
                weight * (g.get(t, i) * g.get(t - lag, j) + g.get(t - lag, i) * g.get(t, j));
          }
        }
      }
    }
    return s;
  }
}
