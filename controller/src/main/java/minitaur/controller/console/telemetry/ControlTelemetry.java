package minitaur.controller.console.telemetry;

import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.loop.Latest;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the newest control step to one reader on another thread. The control thread copies a
 * few hundred numbers per step and never waits for the reader. Allocates only at the start and end
 * of an episode, and when the number of movable blocks changes.
 */
public final class ControlTelemetry implements EpisodeObserver {
  /** Values per block pose. */
  private static final int POSE_NUMBERS = 7;

  private final ControlSample filling = new ControlSample();
  private final Latest<ControlSample> latest = new Latest<>(ControlSample::new);
  private final LoopTiming lateness = new LoopTiming();
  private final MotionHistory motions = new MotionHistory();
  private volatile @Nullable Clock clock;
  private volatile TerrainShape terrain = TerrainShape.LEVEL;

  /** Whether the epoch of {@link #clock} differs from that of the robot's clock. */
  private volatile boolean otherTime;

  /** Offset of {@link #clock} from the robot's clock: the minimum over the steps of the episode. */
  private long aheadNanos;

  private volatile @Nullable LoopTiming positionLoop;

  /**
   * Measures the latency of control steps on the robot's clock. Without a clock, latency is 0.
   *
   * @param robotClock read on the control thread
   */
  public void timeBy(Clock robotClock) {
    otherTime = false;
    clock = robotClock;
  }

  /**
   * Measures the latency of control steps on a clock with the rate of the robot's clock but another
   * epoch, relative to the step with the lowest latency so far in the episode.
   *
   * @param pace read on the control thread
   */
  public void timeByPaceOf(Clock pace) {
    otherTime = true;
    clock = pace;
  }

  /**
   * Sets the latency histogram of the position loop.
   *
   * @param timing null if the host runs no position loop
   */
  public void watchPositionLoop(@Nullable LoopTiming timing) {
    positionLoop = timing;
  }

  @Override
  public void begin(int episode, long startNanos) {
    aheadNanos = otherTime ? Long.MAX_VALUE : 0;
    filling.episode = episode;
    filling.running = true;
    filling.poseKnown = false;
    filling.velocityMetresPerSec = Double.NaN;
    filling.powerWatts = Double.NaN;
    motions.begin(episode, startNanos);
  }

  @Override
  public void terrain(TerrainShape newTerrain) {
    int blocks = POSE_NUMBERS * newTerrain.blocks().size();
    if (filling.blocks.length != blocks) {
      filling.blocks = new double[blocks];
    }
    terrain = newTerrain;
    motions.terrain(newTerrain, blocks);
  }

  @Override
  public void block(int index, Pose pose) {
    int first = POSE_NUMBERS * index;
    filling.blocks[first] = pose.xMetres;
    filling.blocks[first + 1] = pose.yMetres;
    filling.blocks[first + 2] = pose.zMetres;
    filling.blocks[first + 3] = pose.qw;
    filling.blocks[first + 4] = pose.qx;
    filling.blocks[first + 5] = pose.qy;
    filling.blocks[first + 6] = pose.qz;
  }

  @Override
  public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
    filling.step = tick.step;
    filling.timeNanos = tick.timeNanos;
    filling.latenessNanos = lateness(tick.timeNanos);
    filling.running = command.mode == MotorCommand.Mode.POSITION;
    lateness.record(filling.latenessNanos);
    measure(state, command, track);
    motions.record(filling);
  }

  private long lateness(long dueNanos) {
    Clock by = clock;
    if (by == null) {
      return 0;
    }
    long late = by.nanos() - dueNanos;
    aheadNanos = Math.min(aheadNanos, otherTime ? late : 0);
    return Math.max(0, late - aheadNanos);
  }

  @Override
  public void quiet(RobotState state, MotorCommand command, Track track) {
    filling.running = false;
    filling.timeNanos = state.encoderTimeNanos;
    measure(state, command, track);
  }

  private void measure(RobotState state, MotorCommand command, Track track) {
    filling.state.set(state);
    filling.command.set(command);
    filling.track.set(track);
    latest.slot().set(filling);
    latest.publish();
  }

  @Override
  public void pose(Pose pose) {
    filling.pose.set(pose);
    filling.poseKnown = true;
  }

  @Override
  public void transition(Transition transition) {
    filling.velocityMetresPerSec = transition.velocityMetresPerSec;
    filling.powerWatts = transition.powerWatts;
    filling.terms.set(transition.terms);
  }

  @Override
  public void end(EpisodeSummary summary) {
    filling.running = false;
    motions.end();
    latest.slot().set(filling);
    latest.publish();
  }

  /** Fetches the newest step; false if there is none since the last call. Reader only. */
  public boolean poll() {
    return latest.poll();
  }

  /** The step that was fetched last. Reader only. */
  public ControlSample value() {
    return latest.value();
  }

  /** Terrain of the newest episode. Any thread. */
  public TerrainShape terrain() {
    return terrain;
  }

  /** Motion of the newest episodes. Any thread. */
  public MotionHistory motions() {
    return motions;
  }

  /** Latency histogram of the control steps. */
  public LoopTiming lateness() {
    return lateness;
  }

  /** Latency histogram of the position loop; null if the host runs none. */
  public @Nullable LoopTiming positionLoop() {
    return positionLoop;
  }
}
