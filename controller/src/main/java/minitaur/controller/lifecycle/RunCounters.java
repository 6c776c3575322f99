package minitaur.controller.lifecycle;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.operator.Phase;

/** Counters of the episodes, resets and times of a run. */
final class RunCounters {
  private static final double SECONDS_PER_NANO = 1e-9;

  private long episodes;
  private long falls;
  private long resets;
  private long standUps;
  private long robotNanos;
  private long humanNanos;
  private long requests;

  void countEpisode(boolean fell) {
    episodes++;
    falls += fell ? 1 : 0;
  }

  void countReset() {
    resets++;
  }

  void countStandUp() {
    standUps++;
  }

  long nextRequestNumber() {
    return ++requests;
  }

  /** Adds time spent in a phase. */
  void addTime(Phase phase, long nanos) {
    switch (phase) {
      case ARMING, STANDING, RUNNING, ENDED, STAND_UP -> robotNanos += nanos;
      case RESET_REQUESTED, RESET_CONFIRMED, EMERGENCY_STOP -> humanNanos += nanos;
      case IDLE, PAUSED, FINISHED -> {
        // Pauses count as neither.
      }
    }
  }

  OperatorCounts counts() {
    return new OperatorCounts(
        episodes,
        falls,
        resets,
        standUps,
        robotNanos * SECONDS_PER_NANO,
        humanNanos * SECONDS_PER_NANO);
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(episodes);
    out.writeLong(falls);
    out.writeLong(resets);
    out.writeLong(standUps);
    out.writeLong(robotNanos);
    out.writeLong(humanNanos);
    out.writeLong(requests);
  }

  void restore(DataInput in) throws IOException {
    episodes = in.readLong();
    falls = in.readLong();
    resets = in.readLong();
    standUps = in.readLong();
    robotNanos = in.readLong();
    humanNanos = in.readLong();
    requests = in.readLong();
  }
}
