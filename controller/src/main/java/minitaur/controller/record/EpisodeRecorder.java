package minitaur.controller.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.loop.SpscRing;
import minitaur.hal.loop.Threads;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records some of the episodes, each as an MCAP file of its own.
 *
 * <p>The thread that runs the episodes puts what it sees into a ring, without waiting and without
 * allocating; a thread of the recorder writes. What finds no place in the ring, and recordings that
 * cannot be written, are counted and said once in the log: nothing else depends on them.
 */
public final class EpisodeRecorder implements EpisodeObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EpisodeRecorder.class);

  /** More than an episode of 500 steps brings, so that one can wait here whole; about 4 MB. */
  static final int CAPACITY = 4096;

  /** All poses of cameras up to 240 Hz, and every fourth of a simulated one of 1 kHz. */
  private static final long POSE_INTERVAL_NANOS = 4_000_000;

  /** Movable blocks are slow: about ten frames per second show them. */
  private static final long BLOCK_INTERVAL_NANOS = 90_000_000;

  private static final long IDLE_NANOS = 5_000_000;

  private final int every;
  private final RobotGeometry geometry;
  private final Map<String, String> metadata;
  private final InstantSource wallClock;
  private final RecordingDirectory directory;
  private final SpscRing<EpisodeEvent> ring = new SpscRing<>(CAPACITY, EpisodeEvent::new);
  private final Thread writer = new Thread(this::write, "episode-recorder");
  private volatile boolean closing;

  // Of the thread that runs the episodes.
  private boolean recording;
  private long nextPoseNanos;
  private long nextBlockNanos;

  private final AtomicLong lost = new AtomicLong();

  // Of the recorder's thread; others read them when it has ended.
  private @Nullable EpisodeFile file;
  private Path path;
  private long lostBefore;
  private boolean lossSaid;
  private int written;
  private int failed;

  /** A recorder that writes nothing before {@link #startWriting}. */
  EpisodeRecorder(
      Path directory,
      RecordingSettings config,
      RobotGeometry geometry,
      Map<String, String> metadata,
      InstantSource wallClock) {
    this.metadata = Map.copyOf(metadata);
    this.wallClock = wallClock;
    every = config.every();
    this.directory = new RecordingDirectory(directory, config.keep());
    this.geometry = geometry;
    path = directory;
    writer.setUncaughtExceptionHandler(
        (thread, thrown) -> LOG.error("Recording of episodes has ended by a fault.", thrown));
  }

  /**
   * A recorder whose thread runs until it is closed.
   *
   * @param directory of the recordings; created with the first one
   * @param metadata of the run, for each file. Not modified.
   * @param wallClock gives the wall-clock time of an episode's first tick
   */
  public static EpisodeRecorder start(
      Path directory,
      RecordingSettings config,
      RobotGeometry geometry,
      Map<String, String> metadata,
      InstantSource wallClock) {
    EpisodeRecorder recorder =
        new EpisodeRecorder(directory, config, geometry, metadata, wallClock);
    recorder.startWriting();
    return recorder;
  }

  /** Starts the recorder's thread, once. */
  void startWriting() {
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  public void begin(int episode, long startNanos) {
    recording = every > 0 && episode % every == 0;
    EpisodeEvent event = claim();
    if (event == null) {
      recording = false; // Without its beginning the rest would belong to no file.
      return;
    }
    nextPoseNanos = Long.MIN_VALUE;
    nextBlockNanos = Long.MIN_VALUE;
    event.kind = EpisodeEvent.Kind.BEGIN;
    event.episode = episode;
    event.startNanos = startNanos;
    Instant now = wallClock.instant();
    event.startWallNanos = 1_000_000_000L * now.getEpochSecond() + now.getNano();
    ring.publish();
  }

  @Override
  public void terrain(TerrainShape terrain) {
    EpisodeEvent event = claim();
    if (event != null) {
      event.kind = EpisodeEvent.Kind.TERRAIN;
      event.terrain = terrain;
      ring.publish();
    }
  }

  @Override
  public void block(int index, Pose pose) {
    if (pose.timeNanos < nextBlockNanos) {
      return;
    }
    EpisodeEvent event = claim();
    if (event != null) {
      event.kind = EpisodeEvent.Kind.BLOCK;
      event.block = index;
      event.pose.set(pose);
      ring.publish();
    }
  }

  @Override
  public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
    EpisodeEvent event = claim();
    if (event != null) {
      event.setTick(tick, state, command, track);
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
    EpisodeEvent event = claim();
    if (event != null) {
      nextPoseNanos = pose.timeNanos + POSE_INTERVAL_NANOS;
      event.kind = EpisodeEvent.Kind.POSE;
      event.pose.set(pose);
      ring.publish();
    }
  }

  @Override
  public void transition(Transition transition) {
    EpisodeEvent event = claim();
    if (event != null) {
      event.kind = EpisodeEvent.Kind.TRANSITION;
      event.transition.set(transition);
      ring.publish();
    }
  }

  @Override
  public void end(EpisodeSummary summary) {
    EpisodeEvent event = claim();
    if (event != null) {
      event.kind = EpisodeEvent.Kind.END;
      event.summary = summary;
      ring.publish();
    }
    recording = false;
  }

  /** A place to fill; null when nothing is recorded, or none is left. */
  private @Nullable EpisodeEvent claim() {
    if (!recording) {
      return null;
    }
    EpisodeEvent event = ring.claim();
    if (event == null) {
      lost.incrementAndGet();
    }
    return event;
  }

  /** Runs on the recorder's thread. */
  private void write() {
    while (true) {
      // Read before the ring: what was put there before closing is still written.
      boolean last = closing;
      EpisodeEvent event = ring.peek();
      if (event != null) {
        take(event);
        ring.release();
      } else if (last) {
        finish();
        return;
      } else {
        LockSupport.parkNanos(IDLE_NANOS);
      }
    }
  }

  private void take(EpisodeEvent event) {
    try {
      switch (event.kind) {
        case BEGIN -> {
          finish(); // Its end was lost, if it is still open.
          path = directory.file(event.episode);
          lostBefore = lost.get();
          directory.prepare(path);
          Map<String, String> pairs = new LinkedHashMap<>(metadata);
          pairs.put("episode", Integer.toString(event.episode));
          file = new EpisodeFile(path, geometry, pairs, event.startNanos, event.startWallNanos);
        }
        case END -> {
          if (file != null && event.summary != null) {
            file.end(event.summary);
          }
          finish();
        }
        case TERRAIN, BLOCK, TICK, POSE, TRANSITION -> {
          if (file != null) {
            file.add(event);
          }
        }
      }
    } catch (IOException e) {
      abandon(e);
    }
  }

  /** Completes the file that is open, if one is. */
  private void finish() {
    EpisodeFile open = file;
    if (open == null) {
      return;
    }
    try {
      long lostHere = lost.get() - lostBefore;
      open.finish(lostHere);
      open.close();
      file = null;
      written++;
      noteLoss();
    } catch (IOException e) {
      abandon(e);
    }
  }

  private void noteLoss() {
    if (!lossSaid && lost.get() > 0) {
      lossSaid = true;
      LOG.warn(
          "Recordings have holes: {} events came faster than they could be written to {}. Further"
              + " ones are counted only.",
          lost.get(),
          path);
    }
  }

  /** Gives up the file that is open; its space may be what is missing. */
  private void abandon(IOException reason) {
    failed++;
    if (failed == 1) {
      LOG.warn(
          "{} could not be recorded: {}. The run continues; further failures are counted"
              + " only.",
          path,
          reason.toString());
    }
    EpisodeFile open = file;
    file = null;
    try {
      if (open != null) {
        open.close();
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("{} could not be removed", path, e);
    }
  }

  /** Events that found no place on their way to the file. */
  public long lost() {
    return lost.get();
  }

  /** Recordings that could not be written; to be asked when closed. */
  public int failed() {
    return failed;
  }

  /** Writes what is still on its way, completes the file that is open, and ends the thread. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    Threads.join(writer);
    if (every > 0) {
      LOG.info(
          "Recorded {} episodes; {} could not be recorded, {} events were lost.",
          written,
          failed,
          lost.get());
    }
  }
}
