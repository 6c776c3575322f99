package minitaur.controller.record.steps;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.task.Observation;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.log.RecordWriter;
import minitaur.hal.loop.SpscRing;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.jspecify.annotations.Nullable;

/**
 * Logs ticks, poses and rewards. The file is written by a separate thread; the episode's thread
 * does not allocate and, unless {@code blocksWhenFull} is set, never blocks. Records that do not
 * fit into the ring buffer are counted; the count is stored in the record of the episode's end.
 */
public final class StepRecorder implements EpisodeObserver, AutoCloseable {
  private static final int CAPACITY = 1 << 13;
  private static final long FLUSH_NANOS = 50_000_000;
  private static final long WAIT_NANOS = 100_000;

  private final boolean blocksWhenFull;
  private final SpscRing<StepRecord> ring = new SpscRing<>(CAPACITY, StepRecord::new);
  private final RecordWriter<StepRecord> writer;
  private long missing;

  /**
   * Starts recording.
   *
   * @param log closed by {@link #close}
   * @param blocksWhenFull whether the episode blocks while the ring buffer is full; for simulated
   *     time only
   * @param writerClock times the writer thread
   * @param failure notified once if the log cannot be written; the episodes continue
   */
  public StepRecorder(
      StepLog log,
      boolean blocksWhenFull,
      Clock writerClock,
      Consumer<? super IOException> failure) {
    this.blocksWhenFull = blocksWhenFull;
    writer = new RecordWriter<>("step-log", ring, log, writerClock, FLUSH_NANOS, failure);
    writer.start();
  }

  @Override
  public void begin(int episode, long startNanos) {
    missing = 0;
    StepRecord record = claim(StepRecord.Kind.BEGIN);
    if (record != null) {
      record.episode = episode;
      record.startNanos = startNanos;
      ring.publish();
    }
  }

  @Override
  public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
    boolean running = command.mode == MotorCommand.Mode.POSITION;
    boolean observed = state.connected && Observation.isFinite(tick.observation);
    StepRecord record =
        claim(
            running
                ? StepRecord.Kind.TICK
                : observed ? StepRecord.Kind.LAST_TICK : StepRecord.Kind.UNOBSERVED);
    if (record != null) {
      record.tick.set(tick);
      ring.publish();
    }
  }

  @Override
  public void pose(Pose pose) {
    StepRecord record = claim(StepRecord.Kind.POSE);
    if (record != null) {
      record.pose.set(pose);
      ring.publish();
    }
  }

  @Override
  public void transition(Transition transition) {
    StepRecord record = claim(StepRecord.Kind.REWARD);
    if (record != null) {
      record.step = transition.tick.step;
      record.velocity = transition.velocityMetresPerSec;
      record.terms.set(transition.terms);
      ring.publish();
    }
  }

  @Override
  public void end(EpisodeSummary summary) {
    StepRecord record = claim(StepRecord.Kind.END);
    if (record != null) {
      record.episodeReturn = summary.episodeReturn();
      record.dropped = summary.droppedTransitions();
      record.missing = missing;
      ring.publish();
    }
  }

  @Override
  public void close() {
    writer.close();
  }

  private @Nullable StepRecord claim(StepRecord.Kind kind) {
    StepRecord record = ring.claim();
    while (record == null && blocksWhenFull && !writer.hasFailed()) {
      LockSupport.parkNanos(WAIT_NANOS);
      record = ring.claim();
    }
    if (record == null) {
      missing++;
    } else {
      record.kind = kind;
    }
    return record;
  }
}
