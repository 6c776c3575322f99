package minitaur.calibration.measure;

import java.util.Arrays;
import minitaur.calibration.CalibrationException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
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
  private final double[][] x;
  private final double[] columnScales;
  private final DMatrixRMaj inverse;
  private final double[] solution;
  private final double[] residual;
  private int covarianceLags = -1;
  private final DMatrixRMaj covariance;

  private LeastSquares(
      double[][] x,
      double[] columnScales,
      DMatrixRMaj inverse,
      double[] solution,
      double[] residual) {
    this.x = x;
    this.columnScales = columnScales;
    this.inverse = inverse;
    this.solution = solution;
    this.residual = residual;
    covariance = new DMatrixRMaj(columnScales.length, columnScales.length);
  }

  /**
   * Solves the least-squares problem.
   *
   * @param x {@code [row][column]}. Not modified, but retained.
   * @param y {@code [row]}. Not modified.
   * @param rows number of rows to use
   * @throws CalibrationException when the columns are linearly dependent
   */
  public static LeastSquares solve(double[][] x, double[] y, int rows) throws CalibrationException {
    if (rows <= 1 || rows <= x[0].length) {
      throw new CalibrationException("the motion was too short to separate the parameters");
    }
    int n = x[0].length;
    double[] scale = computeColumnScales(x, rows);
    DMatrixRMaj normal = new DMatrixRMaj(n, n);
    DMatrixRMaj rightSide = new DMatrixRMaj(n, 1);
    for (int t = 0; t < rows; t++) {
      for (int i = 0; i < n; i++) {
        rightSide.data[i] += x[t][i] / scale[i] * y[t];
        for (int j = 0; j < n; j++) {
          normal.data[n * i + j] += x[t][i] / scale[i] * x[t][j] / scale[j];
        }
      }
    }
    DMatrixRMaj inverse = new DMatrixRMaj(n, n);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(n);
    if (!solver.setA(normal) || solver.quality() < 1e-12) {
      throw new CalibrationException("the motion did not vary enough to separate the parameters");
    }
    solver.invert(inverse);
    DMatrixRMaj scaled = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.mult(inverse, rightSide, scaled);
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = scaled.data[i] / scale[i];
    }
    double[] residual = new double[rows];
    for (int t = 0; t < rows; t++) {
      residual[t] = y[t];
      for (int i = 0; i < n; i++) {
        residual[t] -= x[t][i] * solution[i];
      }
    }
    return new LeastSquares(x, scale, inverse, solution, residual);
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
    double square = 0;
    for (double value : residual) {
      square += value * value;
    }
    return Math.sqrt(square / residual.length);
  }

  /** Median absolute residual. */
  public double medianResidual() {
    double[] absolute = new double[residual.length];
    for (int t = 0; t < absolute.length; t++) {
      absolute[t] = Math.abs(residual[t]);
    }
    Arrays.sort(absolute);
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

  private static double[] computeColumnScales(double[][] x, int rows) {
    double[] scale = new double[x[0].length];
    for (int i = 0; i < scale.length; i++) {
      double square = 0;
      for (int t = 0; t < rows; t++) {
        square += x[t][i] * x[t][i];
      }
      scale[i] = square > 0 ? Math.sqrt(square) : 1;
    }
    return scale;
  }

  /** S, for scaled columns. */
  private DMatrixRMaj neweyWestMatrix(int lags) {
    int n = columnScales.length;
    int rows = residual.length;
    double[][] g = new double[rows][n];
    for (int t = 0; t < rows; t++) {
      for (int i = 0; i < n; i++) {
        g[t][i] = x[t][i] / columnScales[i] * residual[t];
      }
    }
    DMatrixRMaj s = new DMatrixRMaj(n, n);
    for (int lag = 0; lag < Math.min(lags, rows); lag++) {
      double weight = (1 - (double) lag / lags) * (lag == 0 ? 0.5 : 1);
      for (int t = lag; t < rows; t++) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            s.data[n * i + j] += weight * (g[t][i] * g[t - lag][j] + g[t - lag][i] * g[t][j]);
          }
        }
      }
    }
    return s;
  }
}
