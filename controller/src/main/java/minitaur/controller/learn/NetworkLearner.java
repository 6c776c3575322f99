package minitaur.controller.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import minitaur.controller.learn.nn.TrainingState;
import minitaur.hal.random.RandomStream;

/** Base of a learner whose state consists of networks, optimizers and one random stream. */
public abstract class NetworkLearner implements Learner {
  /** Metrics of the latest update. */
  protected final LearnerMetrics metrics = new LearnerMetrics();

  /** Source of all random numbers after initialization. */
  protected final RandomStream random;

  private final PolicySpec policySpec;
  private long updates;

  /** Creates a learner that has made no update. */
  protected NetworkLearner(PolicySpec policySpec, RandomStream random) {
    this.policySpec = policySpec;
    this.random = random;
  }

  /** Everything that updates change, always in the same order. */
  protected abstract List<TrainingState> state();

  /** Counts an update; called at the end of {@link #update}. */
  protected final void countUpdate() {
    updates++;
  }

  /** Whether the update in progress is one of every {@code delay} that also improve the policy. */
  protected final boolean isPolicyStep(int delay) {
    return (updates + 1) % delay == 0;
  }

  @Override
  public final long updates() {
    return updates;
  }

  @Override
  public final LearnerMetrics metrics() {
    return metrics;
  }

  @Override
  public final PolicySpec policySpec() {
    return policySpec;
  }

  @Override
  public final boolean isFinite() {
    return state().stream().allMatch(TrainingState::isFinite);
  }

  @Override
  public final void save(DataOutput out) throws IOException {
    out.writeLong(updates);
    for (TrainingState each : state()) {
      each.save(out);
    }
    random.save(out);
  }

  @Override
  public final void restore(DataInput in) throws IOException {
    updates = in.readLong();
    for (TrainingState each : state()) {
      each.restore(in);
    }
    random.restore(in);
    metrics.clear();
  }
}
