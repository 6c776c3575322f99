package minitaur.controller.record.steps;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.task.reward.RewardWeights;

/**
 * What a reward depends on besides ticks and poses. Stands at the beginning of a log, so that the
 * log alone is enough.
 *
 * @param weights of the reward's terms
 * @param maximumGapNanos poses further apart are not joined
 */
public record RewardSettings(RewardWeights weights, long maximumGapNanos) {
  void save(DataOutput out) throws IOException {
    out.writeDouble(weights.forwardVelocity());
    out.writeDouble(weights.forwardVelocityLimit());
    out.writeDouble(weights.actionAcceleration());
    out.writeDouble(weights.pitch());
    out.writeDouble(weights.frontLegFold());
    out.writeDouble(weights.frontLegFoldThreshold());
    out.writeLong(maximumGapNanos);
  }

  static RewardSettings restore(DataInput in) throws IOException {
    RewardWeights weights =
        new RewardWeights(
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readDouble());
    return new RewardSettings(weights, in.readLong());
  }
}
