package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.MirrorSymmetry;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.replay.Replay;
import minitaur.controller.task.PowerBudget;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.Motor;
import org.jspecify.annotations.Nullable;

/**
 * Holds a {@link PowerBudget} with a Lagrange multiplier: the weight of the load in the rewards of
 * each batch. A dual step every {@link #INTERVAL} records raises the weight while the load of the
 * newest transitions exceeds the budget.
 *
 * <p>The hottest motor stops the robot, so the load is not the power alone: with the mean heat H_m
 * of each motor over the newest transitions it is 8 times their power mean of order {@value
 * #ORDER}, the power where all are equal and 6.2 times as much where one motor has all. A batch is
 * penalized by the gradient of it: the power of a transition, where the share of motor m counts
 * (H_m / mean)^({@value #ORDER} - 1) times. Power is stored beside each transition and shares
 * follow from its angles, so that old transitions are learned from with the present weights.
 * Allocates nothing.
 */
final class PowerConstraint {
  /** Records of the replay between two dual steps. */
  private static final int INTERVAL = 100;

  /** Newest transitions that a dual step measures, two episodes. */
  private static final int MEASURED = 1000;

  /**
   * Share of a gait's reward over standing that the weighted load may take away. Above 1, since the
   * measured steps explore: the gait without that noise earns about a tenth more and takes a fifth
   * less.
   */
  private static final double SPENT_ON_POWER = 1.4;

  private static final int ORDER = 8;

  private static final double UNIT_WATTS = 100;
  private static final double UNIT_STEPS = 1000;

  private final PowerBudget budget;
  private final Replay replay;
  private final TransitionBatch newest;
  private final @Nullable MirrorSymmetry symmetry;
  private final MotorShares shares;
  private final double[] share = new double[Motor.COUNT];
  private final double[] heat = new double[Motor.COUNT];

  /** How often the share of each motor counts. */
  private final double[] motorWeights = new double[Motor.COUNT];

  private final LearnerMetrics.Gauge weightGauge;
  private final LearnerMetrics.Gauge powerGauge;
  private final LearnerMetrics.Gauge loadGauge;

  /** Weight of the load, per 100 W. */
  private double weight;

  private long measuredHead;

  /**
   * A constraint whose weight is 0.
   *
   * @param like a batch of the replay's sizes. Not modified, not kept.
   * @param symmetry by which batches are mirrored, kept; null when they are not
   * @param metrics of the learner; the weight and what was measured are added
   */
  PowerConstraint(
      TaskSettings task,
      Replay replay,
      TransitionBatch like,
      @Nullable MirrorSymmetry symmetry,
      LearnerMetrics metrics) {
    budget = task.powerBudget();
    this.replay = replay;
    this.symmetry = symmetry;
    shares = new MotorShares(task, like);
    Arrays.fill(motorWeights, 1);
    newest =
        new TransitionBatch(
            MEASURED, like.states.length / like.size, like.actions.length / like.size);
    weightGauge =
        metrics.add(
            "power_weight", "per 100 W", "weight of the electrical load in the learned reward");
    powerGauge =
        metrics.add("newest_power", "W", "mean electrical power of the newest 1000 transitions");
    loadGauge =
        metrics.add(
            "newest_load", "W", "their load: their power, or more when some motors heat up more");
  }

  /** Subtracts the weighted load from the rewards of a batch, after a dual step if one is due. */
  void apply(TransitionBatch batch) {
    long head = replay.head();
    if (head >= MEASURED && head - measuredHead >= INTERVAL) {
      step((int) Math.min(INTERVAL, head - measuredHead));
      measuredHead = head;
    }
    for (int row = 0; row < batch.size; row++) {
      batch.rewards[row] -=
          (float) (weight * (load(batch, row) - budget.offsetWatts()) / UNIT_WATTS);
    }
  }

  private double load(TransitionBatch batch, int row) {
    shares.of(batch, row, share);
    double weighted = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      weighted += motorWeights[motor] * share[motor];
    }
    return weighted * batch.powers[row];
  }

  private void step(int records) {
    replay.newest(newest);
    double load = measureLoad();
    double excess = Math.max(-1, Math.min(1, (load - budget.watts()) / budget.watts()));
    double raised = weight + budget.weightRate() * excess * records / UNIT_STEPS;
    weight = Math.max(0, Math.min(raised, largestWeight(mean(newest.rewards), load)));
    weightGauge.set(weight);
    powerGauge.set(mean(newest.powers));
    loadGauge.set(load);
  }

  /** Measures the load of the newest transitions, and weights the motors accordingly. */
  private double measureLoad() {
    Arrays.fill(heat, 0);
    addHeat();
    if (symmetry != null) {
      // Batches contain mirror images, so a motor and its mirror image must count alike.
      for (int row = 0; row < newest.size; row++) {
        symmetry.mirror(newest, row);
      }
      addHeat();
    }
    double sum = 0;
    double powers = 0;
    for (double each : heat) {
      sum += each;
      powers += power(each, ORDER);
    }
    if (sum == 0) {
      return 0;
    }
    double mean = StrictMath.pow(powers / Motor.COUNT, 1.0 / ORDER);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      motorWeights[motor] = power(heat[motor] / mean, ORDER - 1);
    }
    return mean(newest.powers) * Motor.COUNT * mean / sum;
  }

  private void addHeat() {
    for (int row = 0; row < newest.size; row++) {
      shares.of(newest, row, share);
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        heat[motor] += share[motor] * newest.powers[row];
      }
    }
  }

  private static double power(double base, int exponent) {
    double product = 1;
    for (int i = 0; i < exponent; i++) {
      product *= base;
    }
    return product;
  }

  /** Keeps the gait worth more than standing, which earns nothing and takes less power. */
  private double largestWeight(double reward, double load) {
    double moreThanStanding = Math.max(UNIT_WATTS, load - budget.standingWatts());
    return SPENT_ON_POWER * reward * UNIT_WATTS / moreThanStanding;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(weight);
    out.writeLong(measuredHead);
    for (double each : motorWeights) {
      out.writeDouble(each);
    }
  }

  void restore(DataInput in) throws IOException {
    weight = in.readDouble();
    measuredHead = in.readLong();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      motorWeights[motor] = in.readDouble();
    }
  }
}
