package minitaur.controller.record;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.log.RecordWriter;
import minitaur.hal.loop.SpscRing;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records every n-th episode as a separate MCAP file.
 *
 * <p>The thread that runs the episodes copies events into a ring buffer without blocking or
 * allocating; a {@link RecordWriter} writes them to disk. Events that do not fit into the ring
 * buffer and recordings that cannot be written are counted and logged once; they do not affect the
 * run.
 */
public final class EpisodeRecorder implements EpisodeObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EpisodeRecorder.class);

  /** Capacity of the ring buffer, enough for a complete episode of 500 steps; about 4 MB. */
  static final int CAPACITY = 4096;

  /**
   * Min interval between recorded poses: keeps all poses of cameras up to 240 Hz, and every fourth
   * of a simulated 1 kHz camera.
   */
  private static final long POSE_INTERVAL_NANOS = 4_000_000;

  /** Min interval between recorded block poses; blocks move slowly, so about 10 Hz suffices. */
  private static final long BLOCK_INTERVAL_NANOS = 90_000_000;

  private static final long PERIOD_NANOS = 5_000_000;

  private final int every;
  private final InstantSource wallClock;
  private final SpscRing<EpisodeEvent> ring = new SpscRing<>(CAPACITY, EpisodeEvent::new);
  private final EpisodeFileWriter files;
  private final RecordWriter<EpisodeEvent> writer;

  // Used only by the thread that runs the episodes.
  private boolean recording;
  private long nextPoseNanos;
  private long nextBlockNanos;

  private final AtomicLong lost = new AtomicLong();

  /** Creates a recorder that writes nothing before {@link #startWriting}. */
  EpisodeRecorder(
      Path directory,
      RecordingSettings config,
      double massKilograms,
      Map<String, String> metadata,
      InstantSource wallClock) {
    this.wallClock = wallClock;
    every = config.every();
    files =
        new EpisodeFileWriter(
            new RecordingDirectory(directory, config.keep()), massKilograms, metadata, lost::get);
    writer =
        new RecordWriter<>(
            "episode-recorder",
            ring,
            files,
            new SystemClock(),
            PERIOD_NANOS,
            e -> LOG.error("Recording of episodes has ended with an error.", e));
  }

  /**
   * Starts a recorder whose thread runs until it is closed.
   *
   * @param directory of the recordings; created with the first one
   * @param massKilograms of the robot
   * @param metadata of the run, written to each file. Not modified.
   * @param wallClock provides the wall-clock time of an episode's first tick
   */
  public static EpisodeRecorder start(
      Path directory,
      RecordingSettings config,
      double massKilograms,
      Map<String, String> metadata,
      InstantSource wallClock) {
    EpisodeRecorder recorder =
        new EpisodeRecorder(directory, config, massKilograms, metadata, wallClock);
    recorder.startWriting();
    return recorder;
  }

  /** Starts the recorder's thread, once. */
  void startWriting() {
    writer.start();
  }

  @Override
  public void begin(int episode, long startNanos) {
    recording = every > 0 && episode % every == 0;
    EpisodeEvent event = claim(EpisodeEvent.Kind.BEGIN);
    if (event == null) {
      recording = false; // Without its begin event, the episode cannot be assigned to a file.
      return;
    }
    nextPoseNanos = Long.MIN_VALUE;
    nextBlockNanos = Long.MIN_VALUE;
    event.episode = episode;
    event.startNanos = startNanos;
    Instant now = wallClock.instant();
    event.startWallNanos = 1_000_000_000L * now.getEpochSecond() + now.getNano();
    ring.publish();
  }

  @Override
  public void terrain(TerrainShape terrain) {
    EpisodeEvent event = claim(EpisodeEvent.Kind.TERRAIN);
    if (event != null) {
      event.terrain = terrain;
      ring.publish();
    }
  }

  @Override
  public void block(int index, Pose pose) {
    if (pose.timeNanos < nextBlockNanos) {
      return;
    }
    EpisodeEvent event = claim(EpisodeEvent.Kind.BLOCK);
    if (event != null) {
      event.block = index;
      event.pose.set(pose);
      ring.publish();
    }
  }

  @Override
  public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
    EpisodeEvent event = claim(EpisodeEvent.Kind.TICK);
    if (event != null) {
      event.tick.set(tick);
      event.state.set(state);
      event.command.set(command);
      event.track.set(track);
      ring.publish();
    }
    if (tick.timeNanos >= nextBlockNanos) { // All blocks of this step have been reported.
      nextBlockNanos = tick.timeNanos + BLOCK_INTERVAL_NANOS;
    }
  }

  @Override
  public void pose(Pose pose) {
    if (pose.timeNanos < nextPoseNanos) {
      return;
    }
    EpisodeEvent event = claim(EpisodeEvent.Kind.POSE);
    if (event != null) {
      nextPoseNanos = pose.timeNanos + POSE_INTERVAL_NANOS;
      event.pose.set(pose);
      ring.publish();
    }
  }

  @Override
  public void transition(Transition transition) {
    EpisodeEvent event = claim(EpisodeEvent.Kind.TRANSITION);
    if (event != null) {
      event.transition.set(transition);
      ring.publish();
    }
  }

  @Override
  public void end(EpisodeSummary summary) {
    EpisodeEvent event = claim(EpisodeEvent.Kind.END);
    if (event != null) {
      event.summary = summary;
      ring.publish();
    }
    recording = false;
  }

  /**
   * Claims a slot of the ring buffer; null when the episode is not recorded or the buffer is full.
   */
  private @Nullable EpisodeEvent claim(EpisodeEvent.Kind kind) {
    if (!recording) {
      return null;
    }
    EpisodeEvent event = ring.claim();
    if (event == null) {
      lost.incrementAndGet();
    } else {
      event.kind = kind;
    }
    return event;
  }

  /** Number of events that did not fit into the ring buffer. */
  public long lost() {
    return lost.get();
  }

  /** Number of recordings that could not be written. Call after {@link #close}. */
  public int failed() {
    return files.failed();
  }

  /** Writes pending events, completes the open file and ends the thread. */
  @Override
  public void close() {
    writer.close();
    if (every > 0) {
      LOG.info(
          "Recorded {} episodes; {} could not be recorded, {} events were lost.",
          files.written(),
          files.failed(),
          lost.get());
    }
  }
}
