package minitaur.controller.lifecycle;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.episode.safety.SafetySupervisor;
import minitaur.controller.episode.safety.Verdict;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.operator.OperatorEvent.Severity;
import minitaur.controller.operator.Phase;
import minitaur.controller.robot.RobotSession;
import minitaur.hal.ArmPermit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs episodes one after the other and handles everything between them: gets the robot to its
 * feet, requests resets from the operator, and executes operator commands. Each call advances by at
 * most one control step, on one thread; a stop by the operator is checked at every control tick.
 */
public final class EpisodeLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(EpisodeLifecycle.class);

  /** Result of a call of {@link #advance}. */
  public enum Outcome {
    /** An environment step was taken. */
    STEP,
    /** The episode ended; see {@link #summary}. */
    EPISODE_ENDED,
    /** A control tick outside an episode passed. */
    WAITED
  }

  private static final long DAMPING_NANOS = 1_000_000_000;

  /**
   * The soft start is skipped when all motor angles are within this distance of the standing
   * posture, rad.
   */
  private static final double STANDING_TOLERANCE_RAD = 0.2;

  private final RobotSession session;
  private final EpisodeLoop loop;
  private final LifecycleSettings settings;
  private final OperatorChannel channel;
  private final LifecycleState state;
  private final IdleController control;
  private final StartConditions startConditions;
  private final StandUpMotion standUp;
  private final LegTrajectory softStart;
  private final ArmingAttempt arming;
  private final ResetHandler resetHandler;

  private Supplier<@Nullable String> holdReason = () -> null;
  private @Nullable String publishedPause;
  private boolean isStanding;
  private @Nullable ArmPermit permit;
  private boolean softStartStarted;
  private boolean motorsOff;
  private @Nullable EpisodeSummary summary;
  private String endDescription = "";
  private final Set<String> reportedWarnings = new HashSet<>();

  /**
   * Creates a lifecycle in {@link Phase#IDLE}. It does not own the given objects.
   *
   * @param loop runs this session's episodes
   * @param channel connects the operator interfaces
   * @param onWaitTick called at each control tick while waiting for the operator; a simulation that
   *     runs faster than real time may block here
   */
  public EpisodeLifecycle(
      RobotSession session,
      EpisodeLoop loop,
      SafetySupervisor supervisor,
      LifecycleSettings settings,
      OperatorChannel channel,
      Runnable onWaitTick) {
    this.session = session;
    this.loop = loop;
    this.settings = settings;
    this.channel = channel;
    control = new IdleController(session, supervisor, settings, channel);
    startConditions =
        new StartConditions(settings.operator(), session::status, session::mocapStatus);
    standUp = new StandUpMotion(settings, startConditions.levelRad());
    softStart =
        new LegTrajectory(
            List.of(new LegTrajectory.Posture(settings.standingExtensionRad(), 1.2, 0.3)),
            settings.gains().kp(),
            settings.gains().kd());
    arming = new ArmingAttempt(session);
    state = new LifecycleState(session.clock(), channel);
    resetHandler =
        new ResetHandler(
            session,
            control,
            startConditions,
            state,
            channel,
            settings.resetTimeoutNanos(),
            onWaitTick);
    loop.stopWhen(channel::isStopRequested);
  }

  /**
   * Sets a condition that delays the next episode. {@code reason} is evaluated between episodes, at
   * every control tick and on the control thread. While it returns a reason, the robot pauses as if
   * the operator had requested it; null ends the pause.
   */
  public void pauseWhile(Supplier<@Nullable String> reason) {
    holdReason = reason;
  }

  /**
   * Sets the observer of the ticks between episodes; ticks within episodes are reported by the
   * loop.
   */
  public void observe(EpisodeObserver observer) {
    control.observe(observer);
  }

  /** Advances the lifecycle by at most one control step. */
  public Outcome advance() {
    Outcome outcome;
    do {
      stopIfRequested();
      outcome =
          switch (state.phase()) {
            case IDLE -> startRun();
            case ARMING -> continueArming();
            case STANDING -> continueSoftStart();
            case RUNNING -> continueEpisode();
            case ENDED -> handleEpisodeEnd();
            case STAND_UP -> continueStandUp();
            case RESET_REQUESTED -> awaitReset();
            case RESET_CONFIRMED -> checkReset();
            case PAUSED -> awaitResume();
            case EMERGENCY_STOP -> awaitRelease();
            case FINISHED -> throw new IllegalStateException("the run has finished");
          };
    } while (outcome == null);
    return outcome;
  }

  /** Summary of the last episode. */
  public EpisodeSummary summary() {
    EpisodeSummary last = summary;
    if (last == null) {
      throw new IllegalStateException("no episode has ended");
    }
    return last;
  }

  /** Whether an episode is running. */
  public boolean isInEpisode() {
    return state.phase() == Phase.RUNNING;
  }

  /** Counts of the run so far. */
  public OperatorCounts counts() {
    return state.counts();
  }

  /** Ends the current episode at its next step because the run is over. Thread-safe. */
  public void endEpisode() {
    loop.requestEnd(Reason.RUN_ENDED);
  }

  /** Ends the run: the motors enter damping mode, then are turned off. */
  public void finish(String reason) {
    if (state.phase() == Phase.FINISHED) {
      return;
    }
    control.dampMotors();
    session.disarm();
    state.clearRequestAndEnter(Phase.FINISHED, reason);
  }

  // --- Between episodes ---

  private @Nullable Outcome startRun() {
    prepareEpisode("the run started");
    return null;
  }

  /** Proceeds to the next episode, or to a pause if one is requested. */
  private void prepareEpisode(String reason) {
    if (pauseIfRequested()) {
      return;
    }
    if (settings.operatorResets()) {
      state.requestReset(reason, ResetInstructions.PLACE_AT_START);
    } else {
      armAutomatically();
    }
  }

  /**
   * Starts arming without asking the operator: when the program places the robot, or when resets
   * are automatic. After a fault, the operator is asked instead.
   */
  private void armAutomatically() {
    ArmPermit lastPermit = permit;
    String fault = lastPermit == null || isResetByProgram() ? null : lastPermit.revocationReason();
    if (fault != null) {
      state.requestReset("the robot stopped: " + fault, ResetInstructions.PLACE_AT_START);
      return;
    }
    permit = session.issuePermit();
    beginArming(false);
  }

  private void beginArming(boolean alreadyStanding) {
    isStanding = alreadyStanding;
    state.enter(Phase.ARMING, "the robot is armed for episode " + state.episodes());
    if (!settings.operatorResets()) {
      session.resetRobot();
    }
    if (!isResetByProgram()) {
      control.restart();
    }
    arming.begin(control.nowNanos(), isStanding ? null : permit);
  }

  private @Nullable Outcome continueArming() {
    return switch (arming.step(control.nowNanos(), isResetByProgram() || isUpright())) {
      case ARMED -> {
        softStartStarted = false;
        state.enter(Phase.STANDING, "the robot follows commands");
        yield null;
      }
      case FAILED -> {
        state.requestReset(
            "the robot could not be armed: " + arming.failureReason(),
            ResetInstructions.PLACE_AT_START);
        yield null;
      }
      case IN_PROGRESS -> {
        control.waitForTick();
        yield Outcome.WAITED;
      }
    };
  }

  private @Nullable Outcome continueSoftStart() {
    // A simulated robot that was reset by the program already stands at the start.
    if (!isResetByProgram()) {
      if (!softStartStarted) {
        softStartStarted = true;
        control.restart();
        softStart.start(control.state(), control.nowNanos());
        isStanding =
            LegTrajectory.maxDeviation(control.state(), settings.standingExtensionRad())
                <= STANDING_TOLERANCE_RAD;
      }
      if (stopOnFault()) {
        return null;
      }
      if (!isUpright()) {
        handleFallBeforeEpisode();
        return null;
      }
      if (!isStanding && softStart.step(control.nowNanos(), control.command())) {
        control.sendCommand();
        control.waitForTick();
        return Outcome.WAITED;
      }
      if (!session.isArmed()) {
        state.requestReset(
            "the robot stopped: " + session.status(), ResetInstructions.PLACE_AT_START);
        return null;
      }
    }
    loop.begin(state.episodes());
    state.enter(Phase.RUNNING, "episode " + state.episodes() + " is running");
    return null;
  }

  /**
   * Disarms a robot that tipped over during the soft start; the operator must confirm before it is
   * armed again.
   */
  private void handleFallBeforeEpisode() {
    String reason = "the robot fell during the soft start";
    revokeAndDisarm(reason, false);
    state.requestReset(reason, ResetInstructions.PLACE_AT_START);
  }

  /** Whether the robot has not fallen. */
  private boolean isUpright() {
    // The comparison is false for a NaN tilt.
    return Math.max(Math.abs(control.state().rollRad), Math.abs(control.state().pitchRad))
        <= settings.fallTiltRad();
  }

  private Outcome continueEpisode() {
    if (!session.isArmed() && loop.end() == null) {
      LOG.warn("The robot is no longer armed: {}", session.status());
      loop.requestEnd(Reason.ROBOT_STOPPED);
    }
    if (loop.tick()) {
      return Outcome.STEP;
    }
    motorsOff = loop.motorsOff();
    EpisodeSummary ended = loop.finish();
    summary = ended;
    state.countEpisode(ended.fell());
    endDescription = withCause(ended.explainEnd(), ended.end());
    state.enter(Phase.ENDED, "episode " + ended.index() + " ended: " + endDescription);
    reportMocapWarnings();
    return Outcome.EPISODE_ENDED;
  }

  /** Adds the cause to the text of an end that motion capture or the position loop explains. */
  private String withCause(String text, EpisodeEnd end) {
    ArmPermit lastPermit = permit;
    String cause = null;
    if (end.equals(new Truncation(Reason.MOCAP_LOST))) {
      cause = session.mocapStatus();
    } else if (lastPermit != null
        && end instanceof Truncation truncation
        && (truncation.reason() == Reason.LINK_LOST
            || truncation.reason() == Reason.ROBOT_STOPPED)) {
      cause = lastPermit.endReason();
    }
    return cause == null || cause.isEmpty() ? text : text + ": " + cause;
  }

  /** Reports each kind of motion-capture warning once; the numbers in it are ignored. */
  private void reportMocapWarnings() {
    for (String warning : session.mocapWarnings()) {
      if (reportedWarnings.add(warning.replaceAll("[0-9.]+", "#"))) {
        channel.report(Severity.WARNING, "Motion capture: " + warning);
      }
    }
  }

  private @Nullable Outcome handleEpisodeEnd() {
    EpisodeSummary ended = summary();
    if (motorsOff) {
      stop(endDescription);
    } else if (pauseIfRequested()) {
      return null;
    } else if (!settings.operatorResets()) {
      armAutomatically();
    } else if (settings.operator().standUp() && mayStandUp(ended.end()) && session.isArmed()) {
      control.restart();
      standUp.start(control.nowNanos());
      String action = ended.fell() ? "; it tries to stand up" : "; it stands up again";
      state.enter(Phase.STAND_UP, endDescription + action);
    } else {
      state.requestReset(endDescription, ResetInstructions.forEpisodeEnd(ended.end()));
    }
    return null;
  }

  /**
   * Whether the robot may stand up by itself: it fell or reached the time limit, without another
   * fault.
   */
  private static boolean mayStandUp(EpisodeEnd end) {
    return !(end instanceof Truncation truncation) || truncation.reason() == Reason.TIME_LIMIT;
  }

  private @Nullable Outcome continueStandUp() {
    if (stopOnFault()) {
      return null;
    }
    startConditions.update(control.state(), control.nowNanos());
    StandUpMotion.Result result =
        standUp.step(control.state(), control.nowNanos(), control.command());
    switch (result) {
      case IN_PROGRESS -> {
        control.sendCommand();
        control.waitForTick();
        return Outcome.WAITED;
      }
      case SUCCEEDED -> finishStandUp();
      case NOT_ATTEMPTED ->
          requestResetAfterStandUp("it cannot stand up by itself from this position");
      case FAILED -> requestResetAfterStandUp("it failed to stand up by itself");
    }
    return null;
  }

  private void finishStandUp() {
    if (summary().fell()) {
      state.countStandUp();
    }
    List<String> violations =
        startConditions.violations(control.state(), control.track(), control.nowNanos());
    if (!violations.isEmpty()) {
      requestResetAfterStandUp("the robot stands, but " + String.join("; ", violations));
    } else if (!pauseIfRequested()) {
      beginArming(true);
    }
  }

  private void requestResetAfterStandUp(String outcome) {
    state.requestReset(
        endDescription + "; " + outcome, ResetInstructions.forEpisodeEnd(summary().end()));
  }

  /** Whether the program itself places the robot at its start. */
  private boolean isResetByProgram() {
    return !settings.operatorResets() && session.isResetByProgram();
  }

  // --- Waiting for the operator ---

  private @Nullable Outcome awaitReset() {
    if (!resetHandler.awaitConfirmation()) {
      // The operator has confirmed: from now on, a fault revokes the permit.
      permit = session.issuePermit();
      return null;
    }
    return Outcome.WAITED;
  }

  private @Nullable Outcome checkReset() {
    if (!resetHandler.checkStartConditions()) {
      return Outcome.WAITED;
    }
    if (!pauseIfRequested()) {
      beginArming(false);
    }
    return Outcome.WAITED;
  }

  /** Reason for pausing now; null when there is none. */
  private @Nullable String pauseReason() {
    return channel.isPauseRequested() ? "the operator paused the run" : holdReason.get();
  }

  /** Pauses if a pause is requested, and returns whether it does. */
  private boolean pauseIfRequested() {
    String reason = pauseReason();
    if (reason == null) {
      return false;
    }
    session.disarm();
    publishedPause = reason;
    state.enter(Phase.PAUSED, reason + "; the motors are off");
    return true;
  }

  private @Nullable Outcome awaitResume() {
    String reason = pauseReason();
    if (reason == null) {
      prepareEpisode("the run resumed");
      return null;
    }
    if (!reason.equals(publishedPause)) {
      publishedPause = reason;
      state.updateReason(reason + "; the motors are off");
    }
    resetHandler.waitForTick(state.phaseNanos() >= DAMPING_NANOS);
    return Outcome.WAITED;
  }

  private @Nullable Outcome awaitRelease() {
    if (channel.pollRelease()) {
      String instruction =
          motorsOff && summary != null
              ? ResetInstructions.forEpisodeEnd(summary.end())
              : ResetInstructions.PLACE_AT_START;
      state.requestReset(
          "the emergency stop was released; its reason was: " + state.reason(), instruction);
      return null;
    }
    resetHandler.waitForTick(motorsOff || state.phaseNanos() >= DAMPING_NANOS);
    return Outcome.WAITED;
  }

  // --- Stopping ---

  /** Enters the emergency stop if the operator requests it in a phase without a safety check. */
  private void stopIfRequested() {
    boolean stops =
        switch (state.phase()) {
          case IDLE, ARMING, ENDED, RESET_REQUESTED, RESET_CONFIRMED, PAUSED ->
              channel.isStopRequested();
          case STANDING, RUNNING, STAND_UP, EMERGENCY_STOP, FINISHED -> false;
        };
    if (stops) {
      motorsOff = false;
      stop(new Truncation(Reason.OPERATOR).sentence());
    }
  }

  private boolean stopOnFault() {
    Verdict verdict = control.checkSafety();
    EpisodeEnd fault = Verdict.end(verdict);
    if (fault == null) {
      return false;
    }
    motorsOff = verdict instanceof Verdict.StopMotors;
    stop(withCause(fault.sentence(), fault));
    return true;
  }

  private void stop(String reason) {
    revokeAndDisarm(reason, motorsOff);
    state.clearRequestAndEnter(Phase.EMERGENCY_STOP, reason);
  }

  /** Revokes the permit and disarms; the motors enter damping mode or are turned off. */
  private void revokeAndDisarm(String reason, boolean disableMotors) {
    ArmPermit lastPermit = permit;
    if (lastPermit != null) {
      lastPermit.revoke(reason);
    }
    control.dampOrDisable(disableMotors);
    session.disarm();
  }

  /** Saves the state that the next episode depends on. Call this between episodes only. */
  public void save(DataOutput out) throws IOException {
    if (isInEpisode()) {
      throw new IllegalStateException("an episode is running");
    }
    state.save(out);
  }

  /**
   * Restores the state that {@link #save} wrote. Call this after the session has restored its own.
   */
  public void restore(DataInput in) throws IOException {
    state.restore(in);
  }
}
