package minitaur.controller.episode;

import java.util.Arrays;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.controller.task.reward.StepOutcome;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseSource;
import org.jspecify.annotations.Nullable;

/**
 * Joins ticks with poses by time and outputs transitions, in order. Poses may be several ticks
 * late; a step whose poses never arrive is output as a gap and counted.
 *
 * <p>The forward velocity of step t is (x(time of tick t+1) - x(time of tick t)) / (time between),
 * with x interpolated between the poses around each time. The sum of velocity times step duration
 * therefore equals the distance travelled.
 *
 * <p>Before an episode begins, the robot is placed at its start and stands still for at least the
 * maximum gap; older poses are ignored. If the first pose is later than the first tick, but not by
 * more than the maximum gap, it is used for the ticks before it.
 *
 * <p>Does not allocate after construction. Used by the thread that runs the episode.
 */
public final class TransitionAssembler {
  /**
   * Max number of ticks that wait for poses, 1.3 s at 50 Hz; beyond it the oldest becomes a gap.
   */
  private static final int MAX_PENDING = 64;

  private final PoseSource poses;
  private final PoseHistory history;
  private final long maxGapNanos;
  private final RewardFunction reward;
  private final TransitionSink sink;

  private final PendingTick[] ring = new PendingTick[MAX_PENDING];
  private int oldest;
  private int pending;

  private final Pose pose = new Pose();
  private final Transition transition = new Transition();
  private final StepOutcome outcome = new StepOutcome();

  private EpisodeObserver observer = EpisodeObserver.NONE;
  private long startNanos;
  private @Nullable EpisodeEnd end;
  private boolean hasPose;
  private long firstPoseNanos;
  private double firstPoseX;
  private long newestPoseNanos;

  private int droppedSteps;
  private double episodeReturn;
  private boolean hasPosition;
  private long firstPositionNanos;
  private double firstPositionX;
  private long lastPositionNanos;
  private double lastPositionX;

  /** A tick and the robot's position at its time, once known. */
  private static final class PendingTick {
    final Tick tick = new Tick();
    boolean isFinal;
    boolean hasPosition;
    boolean poseMissing;
    double x;
  }

  /**
   * Creates an assembler.
   *
   * @param poses source of poses
   * @param history buffer for interpolation; used by this assembler only
   * @param maxGapNanos max time by which the newest pose may be later than a tick without a pose,
   *     before the tick becomes a gap
   * @param reward the reward of a step
   * @param sink receives the transitions
   */
  public TransitionAssembler(
      PoseSource poses,
      PoseHistory history,
      long maxGapNanos,
      RewardFunction reward,
      TransitionSink sink) {
    if (maxGapNanos <= 0) {
      throw new IllegalArgumentException("maxGapNanos is " + maxGapNanos + "; it must be above 0");
    }
    this.poses = poses;
    this.history = history;
    this.maxGapNanos = maxGapNanos;
    this.reward = reward;
    this.sink = sink;
    Arrays.setAll(ring, i -> new PendingTick());
  }

  /** Sets the observer of poses and transitions; between episodes only. */
  void setObserver(EpisodeObserver newObserver) {
    observer = newObserver;
  }

  /** Starts an episode whose first tick is at {@code startNanos}. Discards waiting ticks. */
  public void begin(long startNanos) {
    this.startNanos = startNanos;
    oldest = 0;
    pending = 0;
    end = null;
    history.clear();
    hasPose = false;
    newestPoseNanos = startNanos;
    outcome.clearActions();
    droppedSteps = 0;
    episodeReturn = 0;
    hasPosition = false;
  }

  /**
   * Adds the tick of a step, and outputs the transitions that it completes.
   *
   * @param tick Not modified, not kept.
   */
  public void tick(Tick tick) {
    enqueue(tick, false);
    processPoses();
  }

  /**
   * Ends the episode with a final observation.
   *
   * @param last the observation after the last step; its action is ignored. Not modified, not kept.
   */
  public void end(Tick last, EpisodeEnd end) {
    this.end = end;
    enqueue(last, true);
    processPoses();
  }

  /** Ends the episode without an observation after the last step, which becomes a gap. */
  public void endWithoutObservation(EpisodeEnd end) {
    this.end = end;
    processPoses();
  }

  /** Processes the poses that have arrived, and outputs the transitions that they complete. */
  public void processPoses() {
    pollPoses();
    advance(false);
  }

  /** Stops waiting: steps without a pose become gaps. */
  public void flush() {
    pollPoses();
    advance(true);
  }

  /** Whether the episode has ended and all of its steps were output. */
  public boolean isComplete() {
    return end != null && pending == 0;
  }

  /** Steps of this episode that became gaps. */
  public int droppedSteps() {
    return droppedSteps;
  }

  /** Sum of the rewards output in this episode. */
  public double episodeReturn() {
    return episodeReturn;
  }

  /** Distance along the x axis of the lane between the first and last tick with a known pose, m. */
  public double distance() {
    return hasPosition ? lastPositionX - firstPositionX : 0;
  }

  /** {@link #distance()} divided by its duration, m/s; 0 if no time passed. */
  public double meanForwardVelocity() {
    return hasPosition && lastPositionNanos > firstPositionNanos
        ? distance() / seconds(firstPositionNanos, lastPositionNanos)
        : 0;
  }

  private void enqueue(Tick tick, boolean isFinal) {
    if (pending == MAX_PENDING) {
      expireOldest();
    }
    PendingTick slot = pending(pending);
    slot.tick.set(tick);
    slot.isFinal = isFinal;
    slot.hasPosition = false;
    slot.poseMissing = false;
    pending++;
  }

  /** Stops waiting for the pose that blocks the others: of the oldest tick or the one after it. */
  private void expireOldest() {
    pending(pending(0).hasPosition ? 1 : 0).poseMissing = true;
    advance(false);
  }

  private PendingTick pending(int offset) {
    return ring[(oldest + offset) % MAX_PENDING];
  }

  private void pollPoses() {
    while (poses.poll(pose)) {
      if (pose.timeNanos < startNanos - maxGapNanos || !history.add(pose)) {
        continue;
      }
      observer.pose(pose);
      if (!hasPose) {
        hasPose = true;
        firstPoseNanos = pose.timeNanos;
        firstPoseX = pose.xMetres;
      }
      newestPoseNanos = pose.timeNanos;
    }
  }

  private void advance(boolean flushing) {
    while (pending > 0) {
      PendingTick current = pending(0);
      if (!resolvePosition(current, flushing)) {
        return;
      }
      if (current.isFinal) {
        if (current.tick.step > 0) {
          sink.finalObservation(current.tick);
        }
      } else if (current.poseMissing) {
        drop(current);
      } else if (pending > 1) {
        PendingTick next = pending(1);
        if (!resolvePosition(next, flushing)) {
          return;
        }
        complete(current, next);
      } else if (end != null) {
        drop(current);
      } else {
        return;
      }
      recordPosition(current);
      oldest = (oldest + 1) % MAX_PENDING;
      pending--;
    }
  }

  /** Determines the robot's position at the tick's time; false if it may still become known. */
  private boolean resolvePosition(PendingTick pendingTick, boolean flushing) {
    if (pendingTick.hasPosition || pendingTick.poseMissing) {
      return true;
    }
    long time = pendingTick.tick.timeNanos;
    if (hasPose && time <= firstPoseNanos) {
      pendingTick.x = firstPoseX;
      pendingTick.hasPosition = firstPoseNanos - time <= maxGapNanos;
      pendingTick.poseMissing = !pendingTick.hasPosition;
    } else if (hasPose && history.interpolate(time, pose)) {
      pendingTick.x = pose.xMetres;
      pendingTick.hasPosition = true;
    } else {
      pendingTick.poseMissing = flushing || newestPoseNanos - time > maxGapNanos;
    }
    return pendingTick.hasPosition || pendingTick.poseMissing;
  }

  private void complete(PendingTick current, PendingTick next) {
    if (next.poseMissing) {
      drop(current);
      return;
    }
    double seconds = seconds(current.tick.timeNanos, next.tick.timeNanos);
    double power = (next.tick.energyJoules - current.tick.energyJoules) / seconds;
    outcome.velocityMetresPerSec = (next.x - current.x) / seconds;
    outcome.powerWatts = Double.isFinite(power) ? power : 0;
    outcome.advance(current.tick.action);
    System.arraycopy(
        next.tick.observation, 0, outcome.nextObservation, 0, ObservationLayout.OBSERVATION_SIZE);
    transition.tick.set(current.tick);
    transition.velocityMetresPerSec = outcome.velocityMetresPerSec;
    transition.powerWatts = outcome.powerWatts;
    System.arraycopy(
        next.tick.observation,
        0,
        transition.nextObservation,
        0,
        ObservationLayout.OBSERVATION_SIZE);
    transition.discount = next.isFinal && end != null ? end.discount() : 1;
    episodeReturn += reward.evaluate(outcome, transition.terms);
    sink.transition(transition);
    observer.transition(transition);
  }

  private void drop(PendingTick current) {
    droppedSteps++;
    outcome.advance(current.tick.action);
    sink.gap(current.tick);
  }

  private void recordPosition(PendingTick pendingTick) {
    if (!pendingTick.hasPosition) {
      return;
    }
    if (!hasPosition) {
      hasPosition = true;
      firstPositionNanos = pendingTick.tick.timeNanos;
      firstPositionX = pendingTick.x;
    }
    lastPositionNanos = pendingTick.tick.timeNanos;
    lastPositionX = pendingTick.x;
  }

  private static double seconds(long fromNanos, long toNanos) {
    return (toNanos - fromNanos) * 1e-9;
  }
}
