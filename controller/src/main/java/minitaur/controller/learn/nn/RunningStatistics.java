package minitaur.controller.learn.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Running mean and variance of the features of a batch normalization. They are not trained; their
 * initial values are 0 and 1.
 */
public final class RunningStatistics implements TrainingState {
  private static final float MOMENTUM = 0.99f;

  /** {@code [units]} running mean m. */
  public final float[] mean;

  /** {@code [units]} running variance V. */
  public final float[] variance;

  private long passes;

  RunningStatistics(int units) {
    mean = new float[units];
    variance = new float[units];
    Arrays.fill(variance, 1);
  }

  /** Number of calls of {@link #update}. */
  long passes() {
    return passes;
  }

  /**
   * Updates the statistics with those of a batch: {@code m <- 0.99 m + 0.01 mean}, V likewise.
   *
   * @param batchMean {@code [units]}. Not modified.
   * @param batchVariance {@code [units]} biased (population) variance. Not modified.
   */
  void update(float[] batchMean, float[] batchVariance) {
    passes++;
    for (int i = 0; i < mean.length; i++) {
      mean[i] = MOMENTUM * mean[i] + (1 - MOMENTUM) * batchMean[i];
      variance[i] = MOMENTUM * variance[i] + (1 - MOMENTUM) * batchVariance[i];
    }
  }

  void set(RunningStatistics other) {
    System.arraycopy(other.mean, 0, mean, 0, mean.length);
    System.arraycopy(other.variance, 0, variance, 0, variance.length);
    passes = other.passes;
  }

  @Override
  public boolean isFinite() {
    float sum = 0;
    for (int i = 0; i < mean.length; i++) {
      sum += mean[i] * 0f + variance[i] * 0f;
    }
    return sum == 0;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(passes);
    FloatArrays.write(mean, out);
    FloatArrays.write(variance, out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    passes = in.readLong();
    FloatArrays.read(mean, in);
    FloatArrays.read(variance, in);
  }
}
