package minitaur.controller.episode;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import minitaur.controller.episode.safety.ControlTick;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.episode.safety.OverloadTimer;
import minitaur.controller.episode.safety.SafetySupervisor;
import minitaur.controller.episode.safety.Verdict;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.task.ActionFilter;
import minitaur.controller.task.ActionMap;
import minitaur.controller.task.Observation;
import minitaur.controller.task.ObservationHistory;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.PositionGains;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.Tracker;
import org.jspecify.annotations.Nullable;

/**
 * Runs episodes, one control step at a time: {@link #begin}, {@link #tick} until it returns false,
 * {@link #finish}.
 *
 * <p>At tick t the loop reads o[t], queries the supervisor, lets the policy choose a[t] and
 * commands the motors. The policy is fetched once per episode and may refresh itself between two
 * ticks. A tick does not allocate, except the one that ends the episode.
 */
public final class EpisodeLoop {
  private static final long FINISH_POLL_NANOS = 1_000_000;

  /** Max wait for delayed poses after an episode: several times the latency of motion capture. */
  private static final long POSE_WAIT_NANOS = 50_000_000;

  private final Robot robot;
  private final Clock clock;
  private final Supplier<? extends Policy> policies;
  private final SafetySupervisor supervisor;
  private final Tracker tracker;
  private final ActionFilter actionFilter;
  private final ActionMap actionMap;
  private final PositionGains gains;
  private final TransitionAssembler assembler;
  private final long stepNanos;
  private final int maxSteps;

  private final ControlTick control = new ControlTick();
  private final RobotState robotState = control.state;
  private final Track track = control.track;
  private final OverloadTimer overloadTimer;
  private final float[] previousAction = new float[ObservationLayout.ACTION_SIZE];
  private final float[] filteredAction = new float[ObservationLayout.ACTION_SIZE];
  private final MotorCommand command = new MotorCommand();
  private final ObservationHistory history = new ObservationHistory();
  private final float[] state = new float[ObservationLayout.STATE_SIZE];
  private final Tick tick = new Tick();

  private EpisodeObserver observer = EpisodeObserver.NONE;
  private BooleanSupplier stopRequested = () -> false;
  private Ground ground = Ground.LEVEL;
  private final Pose blockPose = new Pose();
  private int index;
  private int step;
  private long startNanos;
  private double startEnergy;
  private final EnergyMeter energy = new EnergyMeter();
  private @Nullable Policy policy;
  private @Nullable EpisodeEnd end;
  private boolean motorsOff;
  private volatile @Nullable EpisodeEnd requestedEnd;

  /**
   * Creates a loop that owns none of its collaborators.
   *
   * @param tracker measures the trunk's position for the supervisor; typically also the source of
   *     the assembler's poses. With {@link Tracker#ABSENT}, no episode ends because of the position
   */
  public EpisodeLoop(
      Robot robot,
      Clock clock,
      Supplier<? extends Policy> policies,
      SafetySupervisor supervisor,
      Tracker tracker,
      TaskSettings task,
      TransitionAssembler assembler) {
    this.robot = robot;
    this.clock = clock;
    this.policies = policies;
    this.supervisor = supervisor;
    this.tracker = tracker;
    actionFilter = new ActionFilter(task.actionFilterHz(), task.timing().policyRateHz());
    actionMap = task.actionMap();
    gains = task.gains();
    this.assembler = assembler;
    overloadTimer = supervisor.createOverloadTimer();
    stepNanos = task.timing().stepNanos();
    maxSteps = task.timing().episodeSteps();
  }

  /**
   * Notifies {@code newObserver} of every episode from the next one on, instead of the previous
   * observer.
   *
   * @throws IllegalStateException while an episode is running
   */
  public void setObserver(EpisodeObserver newObserver) {
    if (policy != null) {
      throw new IllegalStateException("episode " + index + " has not been finished");
    }
    observer = newObserver;
    assembler.setObserver(newObserver);
  }

  /**
   * Polls {@code condition} at every tick, on the loop's thread; true ends the episode as an
   * operator stop.
   */
  public void stopWhen(BooleanSupplier condition) {
    stopRequested = condition;
  }

  /** Sets the ground, which is level by default. */
  public void setGround(Ground newGround) {
    ground = newGround;
  }

  /**
   * Starts an episode now. The robot must stand at its start position.
   *
   * @param index index of the episode in its run
   * @throws IllegalStateException while another episode is running
   */
  public void begin(int index) {
    if (policy != null) {
      throw new IllegalStateException("episode " + this.index + " has not been finished");
    }
    this.index = index;
    policy = policies.get();
    step = 0;
    end = null;
    requestedEnd = null;
    motorsOff = false;
    energy.reset();
    overloadTimer.reset();
    actionFilter.reset();
    startNanos = clock.nanos();
    observer.begin(index, startNanos);
    observer.terrain(ground.terrain());
    assembler.begin(startNanos);
    tick.policyId = policy.id();
  }

  /** Requests that the episode ends at its next tick. Thread-safe. */
  public void requestEnd(Reason reason) {
    requestedEnd = new Truncation(reason);
  }

  /**
   * Runs one control step: waits for its nominal time, reads the sensors, checks safety, acts.
   *
   * @return whether the episode continues; if false, no action was taken
   * @throws IllegalStateException when no episode has begun
   */
  public boolean tick() {
    return observe() && act();
  }

  /**
   * First half of a control step: waits for its nominal time, reads the sensors and checks safety.
   * For callers that choose the action from {@link #copyObservation} before {@link #act}.
   *
   * @return whether the episode continues
   * @throws IllegalStateException when no episode has begun
   */
  public boolean observe() {
    Policy activePolicy = policy;
    if (activePolicy == null) {
      throw new IllegalStateException("no episode has begun");
    }
    if (end != null) {
      return false;
    }
    tick.step = step;
    tick.timeNanos = startNanos + step * stepNanos;
    clock.waitUntil(tick.timeNanos);
    robot.read(robotState);
    tick.energyJoules = energy.update(robotState, tick.timeNanos);
    if (step == 0) {
      startEnergy = robotState.energyJoules;
    }
    Observation.fill(robotState, tick.observation);

    EpisodeEnd episodeEnd = findEnd(activePolicy);
    if (episodeEnd != null) {
      endEpisode(episodeEnd);
      return false;
    }
    if (step == 0) {
      history.begin(tick.observation);
    } else {
      history.push(tick.action, tick.observation);
      if (activePolicy.refresh()) {
        tick.policyId = activePolicy.id();
      }
    }
    return true;
  }

  /**
   * Second half of a control step: the policy chooses the action, which is sent to the motors.
   *
   * @return whether the episode continues; if false, no action was taken
   * @throws IllegalStateException when no episode has begun
   */
  public boolean act() {
    Policy activePolicy = policy;
    if (activePolicy == null) {
      throw new IllegalStateException("no episode has begun");
    }
    history.copyState(state);
    System.arraycopy(tick.action, 0, previousAction, 0, ObservationLayout.ACTION_SIZE);
    activePolicy.act(state, tick.action);
    EpisodeEnd episodeEnd =
        applyVerdict(supervisor.checkAction(tick.action, step == 0 ? null : previousAction));
    if (episodeEnd != null) {
      endEpisode(episodeEnd);
      return false;
    }
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = gains.kp();
    command.kd = gains.kd();
    actionFilter.apply(tick.action, filteredAction);
    actionMap.toMotorAngles(filteredAction, command.targetAngleRad);
    robot.write(command);
    observeTick();
    assembler.tick(tick);
    step++;
    return true;
  }

  /**
   * Copies the latest observation.
   *
   * @param observation {@code [12]}. Modified.
   */
  public void copyObservation(float[] observation) {
    System.arraycopy(tick.observation, 0, observation, 0, observation.length);
  }

  /** Electrical energy used by the motors up to the latest tick, J; NaN if unknown. */
  public double energyJoules() {
    return tick.energyJoules;
  }

  /** Why the episode ended; null while it continues. */
  public @Nullable EpisodeEnd end() {
    return end;
  }

  /** Whether the supervisor turned the motors off at the end of the episode, instead of damping. */
  public boolean motorsOff() {
    return motorsOff;
  }

  /** Control steps taken so far in this episode. */
  public int steps() {
    return step;
  }

  /**
   * Waits briefly for delayed poses, with the motors in damping mode, and returns the summary of
   * the episode.
   *
   * @throws IllegalStateException when no episode has ended
   */
  public EpisodeSummary finish() {
    Policy activePolicy = policy;
    EpisodeEnd episodeEnd = end;
    if (activePolicy == null || episodeEnd == null) {
      throw new IllegalStateException("no episode has ended");
    }
    long deadline = clock.nanos() + POSE_WAIT_NANOS;
    while (!assembler.isComplete() && clock.nanos() < deadline) {
      clock.waitUntil(Math.min(deadline, clock.nanos() + FINISH_POLL_NANOS));
      assembler.processPoses();
    }
    assembler.flush();
    policy = null;
    EpisodeSummary summary =
        new EpisodeSummary(
            index,
            step,
            new EpisodeSummary.Rewards(assembler.episodeReturn(), assembler.droppedSteps()),
            new EpisodeSummary.Motion(
                assembler.meanForwardVelocity(),
                assembler.distance(),
                robotState.energyJoules - startEnergy),
            episodeEnd,
            activePolicy.id());
    observer.end(summary);
    return summary;
  }

  /**
   * Why the episode must end at this tick; null if it continues. Also sets the final motor mode.
   */
  private @Nullable EpisodeEnd findEnd(Policy activePolicy) {
    control.timeNanos = tick.timeNanos;
    control.nowNanos = clock.nanos();
    control.stopRequested = stopRequested.getAsBoolean();
    control.policyChanged = activePolicy.id() != tick.policyId;
    ground.tilt(control.groundRollPitch);
    overloadTimer.update(control);
    tracker.read(control.nowNanos, track);
    EpisodeEnd safetyEnd = applyVerdict(supervisor.check(control));
    if (safetyEnd != null) {
      return safetyEnd;
    }
    if (!Observation.isFinite(tick.observation)) {
      return new Truncation(Reason.SENSOR_INVALID);
    }
    EpisodeEnd externalEnd = requestedEnd;
    if (externalEnd != null) {
      return externalEnd;
    }
    return step == maxSteps ? new Truncation(Reason.TIME_LIMIT) : null;
  }

  private void observeTick() {
    blockPose.timeNanos = tick.timeNanos;
    for (int i = 0; i < ground.blockCount(); i++) {
      ground.block(i, blockPose);
      observer.block(i, blockPose);
    }
    observer.tick(tick, robotState, command, track);
  }

  /** Why a verdict ends the episode; null if it continues. Also sets the final motor mode. */
  private @Nullable EpisodeEnd applyVerdict(Verdict verdict) {
    motorsOff = verdict instanceof Verdict.StopMotors;
    command.mode = motorsOff ? MotorCommand.Mode.OFF : MotorCommand.Mode.DAMPING;
    return Verdict.end(verdict);
  }

  private void endEpisode(EpisodeEnd episodeEnd) {
    end = episodeEnd;
    command.kp = 0;
    command.kd = gains.kd();
    robot.write(command);
    Arrays.fill(tick.action, 0);
    observeTick();
    // Values of a disconnected robot are stale, and non-finite values are invalid: neither is an
    // observation.
    if (robotState.connected && Observation.isFinite(tick.observation)) {
      assembler.end(tick, episodeEnd);
    } else {
      assembler.endWithoutObservation(episodeEnd);
    }
  }
}
