package minitaur.controller.record.steps;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import minitaur.controller.episode.Tick;
import minitaur.controller.task.reward.RewardTermValues;
import minitaur.hal.FieldVisitor;
import minitaur.hal.mocap.Pose;

/** An event of an episode in the step log. A mutable structure, allocated once by its owner. */
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

  /** Index of the episode, for BEGIN. */
  int episode;

  /** Time of the first tick, for BEGIN. */
  long startNanos;

  /** For TICK and LAST_TICK. */
  final Tick tick = new Tick();

  /** For POSE. */
  final Pose pose = new Pose();

  /** Index of the step, for REWARD. */
  int step;

  /** Forward velocity over the step, m/s, for REWARD. */
  double velocity;

  /** For REWARD. Terms missing in the log are NaN. */
  final RewardTermValues terms = new RewardTermValues();

  /** Sum of the rewards, for END. */
  double episodeReturn;

  /** Steps without a reward, for END. */
  int dropped;

  /** Number of lost records of the episode, for END; if not 0, rewards cannot be recomputed. */
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
   * Reads the output of {@link #save}.
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

  /** Reads terms by name, so that a log remains readable when reward terms are added. */
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
