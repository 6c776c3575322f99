package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Decides which evaluated policy of a run is kept: the newest, unless an earlier one walks and is
 * clearly better. Training at a high update rate can worsen a gait for some thousand steps.
 */
final class PolicyRetention {
  /** Fraction of the best return by which that of a newer policy may be lower. */
  private static final double TOLERANCE = 0.02;

  private static final double NONE = Double.NEGATIVE_INFINITY;

  /** The highest return among evaluations that walk. */
  private double bestReturn = NONE;

  /** Notes the evaluation of the newest policy. Returns whether to keep it. */
  boolean keeps(EvaluationResult newest) {
    double lowest = EvaluationResult.lowest(bestReturn, TOLERANCE);
    boolean keeps = bestReturn == NONE || (newest.walks() && newest.meanReturn() >= lowest);
    if (newest.walks()) {
      bestReturn = Math.max(bestReturn, newest.meanReturn());
    }
    return keeps;
  }

  /** Forgets earlier evaluations, because returns are no longer comparable. */
  void reset() {
    bestReturn = NONE;
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(bestReturn);
  }

  void restore(DataInput in) throws IOException {
    bestReturn = in.readDouble();
  }
}
