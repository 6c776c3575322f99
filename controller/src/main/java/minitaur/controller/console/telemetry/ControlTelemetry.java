package minitaur.controller.console.telemetry;

import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.loop.TripleBuffer;
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
  private static final int VALUES_PER_POSE = 7;

  private final ControlSample current = new ControlSample();
  private final TripleBuffer<ControlSample> latest = new TripleBuffer<>(ControlSample::new);
  private final LatencyHistogram latency = new LatencyHistogram();
  private final MotionHistory motions = new MotionHistory();
  private volatile @Nullable Clock clock;
  private volatile TerrainShape terrain = TerrainShape.LEVEL;

  /** Whether the epoch of {@link #clock} differs from that of the robot's clock. */
  private volatile boolean epochDiffers;

  /** Offset of {@link #clock} from the robot's clock: the minimum over the steps of the episode. */
  private long clockOffsetNanos;

  private volatile @Nullable LatencyHistogram positionLoop;

  /**
   * Measures the latency of control steps on the robot's clock. Without a clock, latency is 0.
   *
   * @param robotClock read on the control thread
   */
  public void setClock(Clock robotClock) {
    epochDiffers = false;
    clock = robotClock;
  }

  /**
   * Measures the latency of control steps on a clock with the rate of the robot's clock but another
   * epoch, relative to the step with the lowest latency so far in the episode.
   *
   * @param pacingClock read on the control thread
   */
  public void setPacingClock(Clock pacingClock) {
    epochDiffers = true;
    clock = pacingClock;
  }

  /**
   * Sets the latency histogram of the position loop.
   *
   * @param timing null if the host runs no position loop
   */
  public void setPositionLoopTiming(@Nullable LatencyHistogram timing) {
    positionLoop = timing;
  }

  @Override
  public void begin(int episode, long startNanos) {
    clockOffsetNanos = epochDiffers ? Long.MAX_VALUE : 0;
    current.episode = episode;
    current.running = true;
    current.poseKnown = false;
    current.velocityMetresPerSec = Double.NaN;
    current.powerWatts = Double.NaN;
    motions.begin(episode, startNanos);
  }

  @Override
  public void terrain(TerrainShape newTerrain) {
    int blocks = VALUES_PER_POSE * newTerrain.blocks().size();
    if (current.blocks.length != blocks) {
      current.blocks = new double[blocks];
    }
    terrain = newTerrain;
    motions.terrain(newTerrain, blocks);
  }

  @Override
  public void block(int index, Pose pose) {
    int first = VALUES_PER_POSE * index;
    current.blocks[first] = pose.xMetres;
    current.blocks[first + 1] = pose.yMetres;
    current.blocks[first + 2] = pose.zMetres;
    current.blocks[first + 3] = pose.qw;
    current.blocks[first + 4] = pose.qx;
    current.blocks[first + 5] = pose.qy;
    current.blocks[first + 6] = pose.qz;
  }

  @Override
  public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
    current.step = tick.step;
    current.timeNanos = tick.timeNanos;
    current.latencyNanos = latency(tick.timeNanos);
    current.running = command.mode == MotorCommand.Mode.POSITION;
    latency.record(current.latencyNanos);
    measure(state, command, track);
    motions.record(current);
  }

  private long latency(long nominalNanos) {
    Clock latencyClock = clock;
    if (latencyClock == null) {
      return 0;
    }
    long offsetNanos = latencyClock.nanos() - nominalNanos;
    clockOffsetNanos = Math.min(clockOffsetNanos, epochDiffers ? offsetNanos : 0);
    return Math.max(0, offsetNanos - clockOffsetNanos);
  }

  @Override
  public void idleTick(RobotState state, MotorCommand command, Track track) {
    current.running = false;
    current.timeNanos = state.encoderTimeNanos;
    measure(state, command, track);
  }

  private void measure(RobotState state, MotorCommand command, Track track) {
    current.state.set(state);
    current.command.set(command);
    current.track.set(track);
    latest.slot().set(current);
    latest.publish();
  }

  @Override
  public void pose(Pose pose) {
    current.pose.set(pose);
    current.poseKnown = true;
  }

  @Override
  public void transition(Transition transition) {
    current.velocityMetresPerSec = transition.velocityMetresPerSec;
    current.powerWatts = transition.powerWatts;
    current.terms.set(transition.terms);
  }

  @Override
  public void end(EpisodeSummary summary) {
    current.running = false;
    motions.end();
    latest.slot().set(current);
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
  public LatencyHistogram latency() {
    return latency;
  }

  /** Latency histogram of the position loop; null if the host runs none. */
  public @Nullable LatencyHistogram positionLoop() {
    return positionLoop;
  }
}
