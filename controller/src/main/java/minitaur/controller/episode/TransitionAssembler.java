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
  private static final int MAXIMUM_WAITING = 64;

  private final PoseSource poses;
  private final PoseHistory history;
  private final long maximumGapNanos;
  private final RewardFunction reward;
  private final TransitionSink sink;

  private final WaitingTick[] ring = new WaitingTick[MAXIMUM_WAITING];
  private int oldest;
  private int waiting;

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

  private int dropped;
  private double episodeReturn;
  private boolean hasPlace;
  private long firstPlaceNanos;
  private double firstPlaceX;
  private long lastPlaceNanos;
  private double lastPlaceX;

  /** A tick and the robot's position at its time, once known. */
  private static final class WaitingTick {
    final Tick tick = new Tick();
    boolean isFinal;
    boolean placed;
    boolean givenUp;
    double x;
  }

  /**
   * Creates an assembler.
   *
   * @param poses source of poses
   * @param history buffer for interpolation; used by this assembler only
   * @param maximumGapNanos max time by which the newest pose may be later than a tick without a
   *     pose, before the tick becomes a gap
   * @param reward the reward of a step
   * @param sink receives the transitions
   */
  public TransitionAssembler(
      PoseSource poses,
      PoseHistory history,
      long maximumGapNanos,
      RewardFunction reward,
      TransitionSink sink) {
    if (maximumGapNanos <= 0) {
      throw new IllegalArgumentException(
          "maximumGapNanos is " + maximumGapNanos + "; it must be above 0");
    }
    this.poses = poses;
    this.history = history;
    this.maximumGapNanos = maximumGapNanos;
    this.reward = reward;
    this.sink = sink;
    Arrays.setAll(ring, i -> new WaitingTick());
  }

  /** Sets the observer of poses and transitions; between episodes only. */
  void observe(EpisodeObserver watching) {
    observer = watching;
  }

  /** Starts an episode whose first tick is at {@code startNanos}. Discards waiting ticks. */
  public void begin(long startNanos) {
    this.startNanos = startNanos;
    oldest = 0;
    waiting = 0;
    end = null;
    history.clear();
    hasPose = false;
    newestPoseNanos = startNanos;
    outcome.clearActions();
    dropped = 0;
    episodeReturn = 0;
    hasPlace = false;
  }

  /**
   * Adds the tick of a step, and outputs the transitions that it completes.
   *
   * @param tick Not modified, not kept.
   */
  public void tick(Tick tick) {
    enqueue(tick, false);
    join();
  }

  /**
   * Ends the episode with a final observation.
   *
   * @param last the observation after the last step; its action is ignored. Not modified, not kept.
   */
  public void end(Tick last, EpisodeEnd end) {
    this.end = end;
    enqueue(last, true);
    join();
  }

  /** Ends the episode without an observation after the last step, which becomes a gap. */
  public void endUnobserved(EpisodeEnd end) {
    this.end = end;
    join();
  }

  /** Processes the poses that have arrived, and outputs the transitions that they complete. */
  public void join() {
    takePoses();
    advance(false);
  }

  /** Stops waiting: steps without a pose become gaps. */
  public void flush() {
    takePoses();
    advance(true);
  }

  /** Whether the episode has ended and all of its steps were output. */
  public boolean isSettled() {
    return end != null && waiting == 0;
  }

  /** Steps of this episode that became gaps. */
  public int dropped() {
    return dropped;
  }

  /** Sum of the rewards output in this episode. */
  public double episodeReturn() {
    return episodeReturn;
  }

  /** Distance along the x axis of the lane between the first and last tick with a known pose, m. */
  public double distance() {
    return hasPlace ? lastPlaceX - firstPlaceX : 0;
  }

  /** {@link #distance()} divided by its duration, m/s; 0 if no time passed. */
  public double meanForwardVelocity() {
    return hasPlace && lastPlaceNanos > firstPlaceNanos
        ? distance() / seconds(firstPlaceNanos, lastPlaceNanos)
        : 0;
  }

  private void enqueue(Tick tick, boolean isFinal) {
    if (waiting == MAXIMUM_WAITING) {
      giveUpOldest();
    }
    WaitingTick slot = waiting(waiting);
    slot.tick.set(tick);
    slot.isFinal = isFinal;
    slot.placed = false;
    slot.givenUp = false;
    waiting++;
  }

  /** Stops waiting for the pose that blocks the others: of the oldest tick or the one after it. */
  private void giveUpOldest() {
    waiting(waiting(0).placed ? 1 : 0).givenUp = true;
    advance(false);
  }

  private WaitingTick waiting(int place) {
    return ring[(oldest + place) % MAXIMUM_WAITING];
  }

  private void takePoses() {
    while (poses.poll(pose)) {
      if (pose.timeNanos < startNanos - maximumGapNanos || !history.add(pose)) {
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

  private void advance(boolean waitNoLonger) {
    while (waiting > 0) {
      WaitingTick current = waiting(0);
      if (!place(current, waitNoLonger)) {
        return;
      }
      if (current.isFinal) {
        if (current.tick.step > 0) {
          sink.finalObservation(current.tick);
        }
      } else if (current.givenUp) {
        drop(current);
      } else if (waiting > 1) {
        WaitingTick next = waiting(1);
        if (!place(next, waitNoLonger)) {
          return;
        }
        complete(current, next);
      } else if (end != null) {
        drop(current);
      } else {
        return;
      }
      notePlace(current);
      oldest = (oldest + 1) % MAXIMUM_WAITING;
      waiting--;
    }
  }

  /** Determines the robot's position at the tick's time; false if it may still become known. */
  private boolean place(WaitingTick waitingTick, boolean waitNoLonger) {
    if (waitingTick.placed || waitingTick.givenUp) {
      return true;
    }
    long time = waitingTick.tick.timeNanos;
    if (hasPose && time <= firstPoseNanos) {
      waitingTick.x = firstPoseX;
      waitingTick.placed = firstPoseNanos - time <= maximumGapNanos;
      waitingTick.givenUp = !waitingTick.placed;
    } else if (hasPose && history.interpolate(time, pose)) {
      waitingTick.x = pose.xMetres;
      waitingTick.placed = true;
    } else {
      waitingTick.givenUp = waitNoLonger || newestPoseNanos - time > maximumGapNanos;
    }
    return waitingTick.placed || waitingTick.givenUp;
  }

  private void complete(WaitingTick current, WaitingTick next) {
    if (next.givenUp) {
      drop(current);
      return;
    }
    double seconds = seconds(current.tick.timeNanos, next.tick.timeNanos);
    double power = (next.tick.energyJoules - current.tick.energyJoules) / seconds;
    outcome.velocityMetresPerSec = (next.x - current.x) / seconds;
    outcome.powerWatts = Double.isFinite(power) ? power : 0;
    outcome.advance(current.tick.action);
    System.arraycopy(
        next.tick.observation, 0, outcome.nextObservation, 0, ObservationLayout.OBSERVATION);
    transition.tick.set(current.tick);
    transition.velocityMetresPerSec = outcome.velocityMetresPerSec;
    transition.powerWatts = outcome.powerWatts;
    System.arraycopy(
        next.tick.observation, 0, transition.nextObservation, 0, ObservationLayout.OBSERVATION);
    transition.discount = next.isFinal && end != null ? end.discount() : 1;
    episodeReturn += reward.evaluate(outcome, transition.terms);
    sink.transition(transition);
    observer.transition(transition);
  }

  private void drop(WaitingTick current) {
    dropped++;
    outcome.advance(current.tick.action);
    sink.gap(current.tick);
  }

  private void notePlace(WaitingTick waitingTick) {
    if (!waitingTick.placed) {
      return;
    }
    if (!hasPlace) {
      hasPlace = true;
      firstPlaceNanos = waitingTick.tick.timeNanos;
      firstPlaceX = waitingTick.x;
    }
    lastPlaceNanos = waitingTick.tick.timeNanos;
    lastPlaceX = waitingTick.x;
  }

  private static double seconds(long fromNanos, long toNanos) {
    return (toNanos - fromNanos) * 1e-9;
  }
}
