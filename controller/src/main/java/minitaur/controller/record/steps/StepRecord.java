package minitaur.controller.record.steps;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import minitaur.controller.episode.Tick;
import minitaur.controller.task.reward.RewardTerms;
import minitaur.hal.FieldVisitor;
import minitaur.hal.mocap.Pose;

/** One event of an episode. A mutable structure that its owner allocates once. */
final class StepRecord {
  /** Kind of event. */
  enum Kind {
    /** Start of an episode. */
    BEGIN,
    /** A control step. */
    TICK,
    /** The last tick of the episode, with a valid observation. */
    LAST_TICK,
    /** The last tick of the episode, without a valid observation. */
    UNOBSERVED,
    /** A pose, from which rewards are computed. */
    POSE,
    /** The reward of a step. */
    REWARD,
    /** End of an episode. */
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

  /** For REWARD. A term that the log does not have is NaN. */
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
      case TICK, LAST_TICK -> tick.save(out);
      case UNOBSERVED -> {}
      case POSE -> pose.save(out);
      case REWARD -> {
        out.writeInt(step);
        out.writeDouble(velocity);
        terms.save(out);
      }
      case END -> {
        out.writeDouble(episodeReturn);
        out.writeInt(dropped);
        out.writeLong(missing);
      }
    }
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param logged names of the reward terms in the log. Not modified.
   */
  void restore(DataInput in, List<String> logged) throws IOException {
    int ordinal = in.readByte();
    if (ordinal < 0 || ordinal >= Kind.VALUES.length) {
      throw new IOException("the log has a record of unknown kind " + ordinal);
    }
    kind = Kind.VALUES[ordinal];
    switch (kind) {
      case BEGIN -> {
        episode = in.readInt();
        startNanos = in.readLong();
      }
      case TICK, LAST_TICK -> tick.restore(in);
      case UNOBSERVED -> {}
      case POSE -> pose.restore(in);
      case REWARD -> {
        step = in.readInt();
        velocity = in.readDouble();
        restoreTerms(in, logged);
      }
      case END -> {
        episodeReturn = in.readDouble();
        dropped = in.readInt();
        missing = in.readLong();
      }
    }
  }

  /** Terms by name, so that a log stays readable when the reward gets another term. */
  private void restoreTerms(DataInput in, List<String> logged) throws IOException {
    Map<String, Double> values = new HashMap<>();
    for (String name : logged) {
      values.put(name, in.readDouble());
    }
    terms.visit(
        new FieldVisitor<RuntimeException>() {
          @Override
          public double number(String name, double value, double other) {
            return values.getOrDefault(name, Double.NaN);
          }
        });
  }
}
