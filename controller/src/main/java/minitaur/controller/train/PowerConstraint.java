package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.FloatArrays;
import minitaur.controller.learn.replay.Replay;
import minitaur.controller.task.PowerBudget;

/**
 * Enforces a {@link PowerBudget} with a Lagrange multiplier: the weight of the power in the rewards
 * of each batch. The power is stored with each transition, so that old transitions are always used
 * with the current weight. A dual step every {@link #DUAL_STEP_INTERVAL} records increases the
 * weight while the newest transitions exceed the budget. Does not allocate after construction.
 */
final class PowerConstraint {
  /** Replay records between two dual steps. */
  private static final int DUAL_STEP_INTERVAL = 100;

  /** Number of newest transitions that a dual step averages: two episodes. */
  private static final int MEASURED_TRANSITIONS = 1000;

  /**
   * Max power cost above that of standing, as a fraction of the gait's reward. Above 1, because the
   * measured steps contain exploration noise, and without noise the gait earns about a quarter
   * more.
   */
  private static final double MAX_POWER_COST_FRACTION = 1.2;

  private static final double UNIT_WATTS = 100;
  private static final double UNIT_STEPS = 1000;

  private final PowerBudget budget;
  private final double limitWatts;
  private final Replay replay;
  private final TransitionBatch newest;
  private final LearnerMetrics.Gauge weightGauge;
  private final LearnerMetrics.Gauge powerGauge;

  /** Weight of the power, per 100 W. */
  private double weight;

  private long measuredHead;

  /**
   * Creates a constraint with weight 0.
   *
   * @param template a batch with the sizes of the replay buffer. Not modified, not kept.
   * @param metrics of the learner; the weight and the measured power are added
   */
  PowerConstraint(
      PowerBudget budget, Replay replay, TransitionBatch template, LearnerMetrics metrics) {
    this.budget = budget;
    limitWatts = budget.limitWatts();
    this.replay = replay;
    newest =
        new TransitionBatch(
            MEASURED_TRANSITIONS,
            template.states.length / template.size,
            template.actions.length / template.size);
    weightGauge =
        metrics.add(
            "power_weight", "per 100 W", "weight of the electrical power in the learned reward");
    powerGauge =
        metrics.add("newest_power", "W", "mean electrical power of the newest 1000 transitions");
  }

  /** Subtracts the weighted power from the rewards of a batch, after a scheduled dual step. */
  void apply(TransitionBatch batch) {
    long head = replay.head();
    if (head >= MEASURED_TRANSITIONS && head - measuredHead >= DUAL_STEP_INTERVAL) {
      // A collector's episode adds the records of several intervals at once.
      dualStep(measuredHead == 0 ? 1 : (head - measuredHead) / DUAL_STEP_INTERVAL);
      measuredHead = head;
    }
    for (int row = 0; row < batch.size; row++) {
      batch.rewards[row] -=
          (float) (weight * (batch.powers[row] - budget.offsetWatts()) / UNIT_WATTS);
    }
  }

  private void dualStep(long intervals) {
    replay.newest(newest);
    double power = FloatArrays.mean(newest.powers);
    double excess = Math.min(1, (power - limitWatts) / limitWatts); // Stored power is at least 0.
    double newWeight =
        weight + budget.weightRate() * excess * (intervals * DUAL_STEP_INTERVAL) / UNIT_STEPS;
    weight = Math.max(0, Math.min(newWeight, maxWeight(FloatArrays.mean(newest.rewards), power)));
    weightGauge.set(weight);
    powerGauge.set(power);
  }

  /**
   * Max weight at which walking is still worth more than standing, which earns 0 and uses less
   * power.
   */
  private double maxWeight(double reward, double power) {
    double extraWatts = Math.max(UNIT_WATTS, power - budget.standingWatts());
    return MAX_POWER_COST_FRACTION * reward * UNIT_WATTS / extraWatts;
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(weight);
    out.writeLong(measuredHead);
  }

  void restore(DataInput in) throws IOException {
    weight = in.readDouble();
    measuredHead = in.readLong();
  }
}
