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
 * Joins ticks with poses by time and hands on transitions, in order. Poses may come several ticks
 * late; a step whose poses never come is handed on as a gap and counted.
 *
 * <p>The forward velocity of step t is (x(time of tick t+1) - x(time of tick t)) / (time between),
 * x interpolated between the poses around each time; so velocities times steps add up to the way
 * that the robot went.
 *
 * <p>Before an episode begins the robot is put in its place, and then stands still there for at
 * least the maximum gap; older poses are not used. When even the first pose comes after the first
 * tick, but not later than the maximum gap, the ticks before it take that one.
 *
 * <p>Allocates nothing after construction. Used by the thread that runs the episode.
 */
public final class TransitionAssembler {
  /** Ticks that may wait for poses; with more, the oldest is given up. 1.3 s at 50 Hz. */
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

  /** A tick and where the robot was at its time, once that is known. */
  private static final class WaitingTick {
    final Tick tick = new Tick();
    boolean isFinal;
    boolean placed;
    boolean givenUp;
    double x;
  }

  /**
   * An assembler between ticks and a sink.
   *
   * @param poses where poses come from
   * @param history where they are kept for interpolation; only this assembler uses it
   * @param maximumGapNanos a tick's pose is given up when a pose has come that is later by more
   *     than this
   * @param reward the reward of a step
   * @param sink where transitions go
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

  /** Has {@code watching} told of poses and transitions, between episodes only. */
  void observe(EpisodeObserver watching) {
    observer = watching;
  }

  /**
   * Starts an episode whose first tick is at {@code startNanos}. What still waited is forgotten.
   */
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
   * Takes a step's tick, and hands on what it completes.
   *
   * @param tick Not modified, not kept.
   */
  public void tick(Tick tick) {
    enqueue(tick, false);
    join();
  }

  /**
   * Ends the episode with a last observation.
   *
   * @param last the observation after the last step; its action means nothing. Not modified, not
   *     kept.
   */
  public void end(Tick last, EpisodeEnd end) {
    this.end = end;
    enqueue(last, true);
    join();
  }

  /** Ends the episode without an observation after the last step, which therefore becomes a gap. */
  public void endUnobserved(EpisodeEnd end) {
    this.end = end;
    join();
  }

  /** Takes the poses that have arrived and hands on what they complete. */
  public void join() {
    takePoses();
    advance(false);
  }

  /** Waits no longer: what no pose has come for becomes a gap. */
  public void flush() {
    takePoses();
    advance(true);
  }

  /** Whether the episode has ended and everything of it has been handed on. */
  public boolean isSettled() {
    return end != null && waiting == 0;
  }

  /** Steps of this episode that became gaps. */
  public int dropped() {
    return dropped;
  }

  /** Sum of the rewards handed on in this episode. */
  public double episodeReturn() {
    return episodeReturn;
  }

  /** Way along the lane's x between the first and the last tick whose pose is known, m. */
  public double distance() {
    return hasPlace ? lastPlaceX - firstPlaceX : 0;
  }

  /** {@link #distance()} divided by the time it took, m/s; 0 when no time passed. */
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

  /** Gives up the tick that all others wait for: the oldest, or the one after it. */
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

  /** Finds where the robot was at the tick's time; false when that may still become known. */
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
