package minitaur.controller.record.steps;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.episode.Tick;
import minitaur.controller.task.reward.RewardTerms;
import minitaur.hal.mocap.Pose;

/** One thing that happened in an episode. A mutable structure that its owner allocates once. */
final class StepRecord {
  /** What happened. */
  enum Kind {
    /** An episode began. */
    BEGIN,
    /** A step was taken. */
    TICK,
    /** The episode ended at this tick, which was observed. */
    LAST_TICK,
    /** The episode ended at a tick that nothing valid was observed at. */
    UNOBSERVED,
    /** A pose came that the reward is made of. */
    POSE,
    /** A reward became known and was handed on. */
    REWARD,
    /** Nothing more of the episode will come. */
    END;

    private static final Kind[] VALUES = values();
  }

  Kind kind = Kind.BEGIN;

  /** Which episode, for BEGIN. */
  int episode;

  /** Time of the first tick, for BEGIN. */
  long startNanos;

  /** For TICK and LAST_TICK. */
  final Tick tick = new Tick();

  /** For POSE. */
  final Pose pose = new Pose();

  /** Which step's reward, for REWARD. */
  int step;

  /** Forward velocity over the step, m/s, for REWARD. */
  double velocity;

  /** For REWARD. */
  final RewardTerms terms = new RewardTerms();

  /** Sum of the rewards, for END. */
  double episodeReturn;

  /** Steps without a reward, for END. */
  int dropped;

  /** Records of the episode that did not fit, for END; with any, nothing can be computed again. */
  long missing;

  void save(DataOutput out) throws IOException {
    out.writeByte(kind.ordinal());
    switch (kind) {
      case BEGIN -> {
        out.writeInt(episode);
        out.writeLong(startNanos);
      }
      case TICK, LAST_TICK -> {
        out.writeInt(tick.step);
        out.writeLong(tick.timeNanos);
        out.writeLong(tick.policyId);
        save(tick.observation, out);
        save(tick.action, out);
      }
      case UNOBSERVED -> {}
      case POSE -> pose.save(out);
      case REWARD -> {
        out.writeInt(step);
        out.writeDouble(velocity);
        out.writeDouble(terms.forwardVelocity);
        out.writeDouble(terms.actionAcceleration);
        out.writeDouble(terms.pitch);
        out.writeDouble(terms.frontLegFold);
      }
      case END -> {
        out.writeDouble(episodeReturn);
        out.writeInt(dropped);
        out.writeLong(missing);
      }
    }
  }

  void restore(DataInput in) throws IOException {
    int ordinal = in.readByte();
    if (ordinal < 0 || ordinal >= Kind.VALUES.length) {
      throw new IOException("the log holds the unknown record " + ordinal);
    }
    kind = Kind.VALUES[ordinal];
    switch (kind) {
      case BEGIN -> {
        episode = in.readInt();
        startNanos = in.readLong();
      }
      case TICK, LAST_TICK -> {
        tick.step = in.readInt();
        tick.timeNanos = in.readLong();
        tick.policyId = in.readLong();
        restore(tick.observation, in);
        restore(tick.action, in);
      }
      case UNOBSERVED -> {}
      case POSE -> pose.restore(in);
      case REWARD -> {
        step = in.readInt();
        velocity = in.readDouble();
        terms.forwardVelocity = in.readDouble();
        terms.actionAcceleration = in.readDouble();
        terms.pitch = in.readDouble();
        terms.frontLegFold = in.readDouble();
      }
      case END -> {
        episodeReturn = in.readDouble();
        dropped = in.readInt();
        missing = in.readLong();
      }
    }
  }

  private static void save(float[] values, DataOutput out) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static void restore(float[] values, DataInput in) throws IOException {
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
  }
}
