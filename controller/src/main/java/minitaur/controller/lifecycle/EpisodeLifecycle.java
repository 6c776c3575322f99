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

/**
 * Runs episodes one after the other and handles everything between them: gets the robot to its
 * feet, requests resets from the operator, and executes operator commands. Each call advances by at
 * most one control step, on one thread; a stop by the operator is checked at every control tick.
 */
public final class EpisodeLifecycle {
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
  private static final double STANDING_WITHIN = 0.2;

  private final RobotSession session;
  private final EpisodeLoop loop;
  private final LifecycleSettings settings;
  private final OperatorChannel channel;
  private final LifecycleState stage;
  private final IdleControl control;
  private final StartChecks checks;
  private final StandUp standUp;
  private final LegTrajectory softStart;
  private final Arming arming;
  private final ResetDialogue dialogue;

  private Supplier<@Nullable String> waitReason = () -> null;
  private boolean held;
  private @Nullable ArmPermit permit;
  private boolean begun;
  private boolean cut;
  private @Nullable EpisodeSummary summary;
  private String endText = "";
  private final Set<String> reportedWarnings = new HashSet<>();

  /**
   * Creates a lifecycle in {@link Phase#IDLE}. It does not own the given objects.
   *
   * @param loop runs this session's episodes
   * @param channel connects the operator interfaces
   * @param whileWaiting called at each control tick while waiting for the operator; a simulation
   *     that runs faster than real time may block here
   */
  public EpisodeLifecycle(
      RobotSession session,
      EpisodeLoop loop,
      SafetySupervisor supervisor,
      LifecycleSettings settings,
      OperatorChannel channel,
      Runnable whileWaiting) {
    this.session = session;
    this.loop = loop;
    this.settings = settings;
    this.channel = channel;
    control = new IdleControl(session, supervisor, settings, channel);
    checks = new StartChecks(settings.operator(), session::tracking);
    standUp = new StandUp(settings, checks.levelRad());
    softStart =
        new LegTrajectory(
            List.of(new LegTrajectory.Posture(settings.standingExtensionRad(), 1.2, 0.3)),
            settings.gains().kp(),
            settings.gains().kd());
    arming = new Arming(session);
    stage = new LifecycleState(session.clock(), channel);
    dialogue =
        new ResetDialogue(
            session, control, checks, stage, channel, settings.patienceNanos(), whileWaiting);
    loop.stopOn(channel::isStopWanted);
  }

  /**
   * Sets a condition that delays the next episode. {@code reason} is evaluated between episodes, at
   * every control tick and on the control thread. While it returns a reason, the robot pauses as if
   * the operator had requested it; null ends the pause.
   */
  public void waitWhile(Supplier<@Nullable String> reason) {
    waitReason = reason;
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
      outcome =
          switch (stage.phase()) {
            case IDLE -> leaveIdle();
            case ARMING -> arm();
            case STANDING -> stand();
            case RUNNING -> run();
            case ENDED -> leaveEnded();
            case STAND_UP -> standUp();
            case RESET_REQUESTED -> awaitReset();
            case RESET_CONFIRMED -> checkReset();
            case PAUSED -> awaitResume();
            case EMERGENCY_STOP -> awaitRelease();
            case FINISHED -> throw new IllegalStateException("the run is over");
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
    return stage.phase() == Phase.RUNNING;
  }

  /** Counts of the run so far. */
  public OperatorCounts counts() {
    return stage.counts();
  }

  /** Ends the run: the motors enter damping mode, then are turned off. */
  public void finish(String why) {
    if (stage.phase() == Phase.FINISHED) {
      return;
    }
    control.damp();
    session.disarm();
    stage.moveUnasked(Phase.FINISHED, why);
  }

  // --- Between episodes ---

  private @Nullable Outcome leaveIdle() {
    if (isStopped()) {
      return null;
    }
    proceed("the run begins");
    return null;
  }

  /** Proceeds to the next episode, or to a pause if one is requested. */
  private void proceed(String what) {
    if (pausesIfWanted()) {
      return;
    }
    if (settings.ask()) {
      stage.ask(what, ResetInstructions.PLACE);
    } else {
      armWithoutAsking();
    }
  }

  /**
   * Starts arming without asking the operator: when the program places the robot, or when resets
   * are automatic. After a fault, the operator is asked instead.
   */
  private void armWithoutAsking() {
    ArmPermit last = permit;
    String fault = last == null || isPlaced() ? null : last.revocation();
    if (fault != null) {
      stage.ask("the robot stopped: " + fault, ResetInstructions.PLACE);
      return;
    }
    permit = session.issuePermit();
    beginArming(false);
  }

  private void beginArming(boolean isHeld) {
    held = isHeld;
    stage.move(Phase.ARMING, "the robot is armed for episode " + stage.episodes());
    if (!settings.ask()) {
      session.placeAtStart();
    }
    if (!isPlaced()) {
      control.restart();
    }
    arming.begin(control.now(), held ? null : permit);
  }

  private @Nullable Outcome arm() {
    if (isStopped()) {
      return null;
    }
    return switch (arming.step(control.now(), isPlaced() || isUpright())) {
      case ARMED -> {
        begun = false;
        stage.move(Phase.STANDING, "the robot follows commands");
        yield null;
      }
      case REFUSED -> {
        stage.ask("the robot could not be armed: " + arming.reason(), ResetInstructions.PLACE);
        yield null;
      }
      case GOES_ON -> {
        control.pass();
        yield Outcome.WAITED;
      }
    };
  }

  private @Nullable Outcome stand() {
    // A simulated robot that was reset by the program already stands at the start.
    if (!isPlaced()) {
      if (!begun) {
        begun = true;
        control.restart();
        softStart.begin(control.state(), control.now());
        held =
            LegTrajectory.distance(control.state(), settings.standingExtensionRad())
                <= STANDING_WITHIN;
      }
      if (isFaulty()) {
        return null;
      }
      if (!isUpright()) {
        fallBeforeTheEpisode();
        return null;
      }
      if (!held && softStart.step(control.now(), control.command())) {
        control.write();
        control.pass();
        return Outcome.WAITED;
      }
      if (!session.isArmed()) {
        stage.ask("the robot stopped: " + session.status(), ResetInstructions.PLACE);
        return null;
      }
    }
    loop.begin(stage.episodes());
    stage.move(Phase.RUNNING, "episode " + stage.episodes() + " is running");
    return null;
  }

  /**
   * Disarms a robot that tipped over during the soft start; the operator must confirm before it is
   * armed again.
   */
  private void fallBeforeTheEpisode() {
    String why = "the robot fell before it stood";
    letGo(why, false);
    stage.ask(why, ResetInstructions.PLACE);
  }

  /** Whether the robot has not fallen. */
  private boolean isUpright() {
    // The comparison is false for a NaN tilt.
    return Math.max(Math.abs(control.state().rollRad), Math.abs(control.state().pitchRad))
        <= settings.tiltRad();
  }

  private Outcome run() {
    if (loop.tick()) {
      return Outcome.STEP;
    }
    cut = loop.motorsCut();
    EpisodeSummary ended = loop.finish();
    summary = ended;
    stage.countEpisode(ended.fell());
    endText = describe(ended);
    stage.move(Phase.ENDED, "episode " + ended.index() + " ended: " + endText);
    reportTracking();
    return Outcome.EPISODE_ENDED;
  }

  /** Describes how the episode ended; when motion capture was lost, includes the cause. */
  private String describe(EpisodeSummary ended) {
    boolean lost =
        ended.end() instanceof Truncation truncation && truncation.reason() == Reason.MOCAP_LOST;
    String cause = lost ? session.tracking() : "";
    return ended.explainEnd() + (cause.isEmpty() ? "" : ": " + cause);
  }

  /** Reports each kind of motion-capture warning once; the numbers in it are ignored. */
  private void reportTracking() {
    for (String warning : session.trackingWarnings()) {
      if (reportedWarnings.add(warning.replaceAll("[0-9.]+", "#"))) {
        channel.report(Severity.WARNING, "Motion capture: " + warning);
      }
    }
  }

  private @Nullable Outcome leaveEnded() {
    EpisodeSummary ended = summary();
    if (isStopped()) {
      return null;
    }
    if (cut) {
      stop(endText);
    } else if (pausesIfWanted()) {
      return null;
    } else if (!settings.ask()) {
      armWithoutAsking();
    } else if (settings.operator().standUp() && mayGetUp(ended.end()) && session.isArmed()) {
      control.restart();
      standUp.begin(control.now());
      String what = ended.fell() ? "; it tries to stand up" : "; it stands up again";
      stage.move(Phase.STAND_UP, endText + what);
    } else {
      stage.ask(endText, ResetInstructions.todo(ended.end()));
    }
    return null;
  }

  /**
   * Whether the robot may stand up by itself: it fell or reached the time limit, without another
   * fault.
   */
  private static boolean mayGetUp(EpisodeEnd end) {
    return !(end instanceof Truncation truncation) || truncation.reason() == Reason.TIME_LIMIT;
  }

  private @Nullable Outcome standUp() {
    if (isFaulty()) {
      return null;
    }
    checks.watch(control.state(), control.now());
    StandUp.Result result = standUp.step(control.state(), control.now(), control.command());
    switch (result) {
      case GOES_ON -> {
        control.write();
        control.pass();
        return Outcome.WAITED;
      }
      case STANDS -> afterStandUp();
      case NOT_TRIED -> askAfterStandUp("it cannot stand up by itself from this position");
      case FAILED -> askAfterStandUp("it failed to stand up by itself");
    }
    return null;
  }

  private void afterStandUp() {
    if (summary().fell()) {
      stage.countStandUp();
    }
    List<String> objections = checks.objections(control.state(), control.track(), control.now());
    if (!objections.isEmpty()) {
      askAfterStandUp("it stands, but " + String.join("; ", objections));
    } else if (!pausesIfWanted()) {
      beginArming(true);
    }
  }

  private void askAfterStandUp(String how) {
    stage.ask(endText + "; " + how, ResetInstructions.todo(summary().end()));
  }

  /** Whether the program itself places the robot at its start. */
  private boolean isPlaced() {
    return !settings.ask() && session.isPlacedByProgram();
  }

  // --- Waiting for the operator ---

  private @Nullable Outcome awaitReset() {
    if (isStopped()) {
      return null;
    }
    if (!dialogue.awaitAnswer()) {
      // The operator has confirmed: from now on, a fault revokes the permit.
      permit = session.issuePermit();
      return null;
    }
    return Outcome.WAITED;
  }

  private @Nullable Outcome checkReset() {
    if (isStopped()) {
      return null;
    }
    if (!dialogue.check()) {
      return Outcome.WAITED;
    }
    if (!pausesIfWanted()) {
      beginArming(false);
    }
    return Outcome.WAITED;
  }

  /** Reason for pausing now; null when there is none. */
  private @Nullable String breakReason() {
    return channel.isPauseWanted() ? "the operator paused the run" : waitReason.get();
  }

  /** Pauses if a pause is requested, and returns whether it does. */
  private boolean pausesIfWanted() {
    String why = breakReason();
    if (why == null) {
      return false;
    }
    session.disarm();
    stage.move(Phase.PAUSED, why + "; the motors are off");
    return true;
  }

  private @Nullable Outcome awaitResume() {
    if (isStopped()) {
      return null;
    }
    if (breakReason() == null) {
      proceed("the pause is over");
      return null;
    }
    dialogue.await(stage.lastingNanos() >= DAMPING_NANOS);
    return Outcome.WAITED;
  }

  private @Nullable Outcome awaitRelease() {
    if (channel.takeRelease()) {
      String todo =
          cut && summary != null ? ResetInstructions.todo(summary.end()) : ResetInstructions.PLACE;
      stage.ask("the emergency stop was released; its reason was: " + stage.reason(), todo);
      return null;
    }
    dialogue.await(cut || stage.lastingNanos() >= DAMPING_NANOS);
    return Outcome.WAITED;
  }

  // --- Stopping ---

  private boolean isStopped() {
    if (!channel.isStopWanted()) {
      return false;
    }
    cut = false;
    stop(new Truncation(Reason.OPERATOR).sentence());
    return true;
  }

  private boolean isFaulty() {
    Verdict verdict = control.judge();
    EpisodeEnd fault = Verdict.end(verdict);
    if (fault == null) {
      return false;
    }
    cut = verdict instanceof Verdict.StopMotors;
    stop(fault.sentence());
    return true;
  }

  private void stop(String why) {
    letGo(why, cut);
    stage.moveUnasked(Phase.EMERGENCY_STOP, why);
  }

  /** Revokes the permit and disarms; the motors enter damping mode or are turned off. */
  private void letGo(String why, boolean motorsOff) {
    ArmPermit last = permit;
    if (last != null) {
      last.revoke(why);
    }
    control.rest(motorsOff);
    session.disarm();
  }

  /** Saves the state that the next episode depends on. Call this between episodes only. */
  public void save(DataOutput out) throws IOException {
    if (isInEpisode()) {
      throw new IllegalStateException("an episode is under way");
    }
    stage.save(out);
  }

  /**
   * Restores the state that {@link #save} wrote. Call this after the session has restored its own.
   */
  public void restore(DataInput in) throws IOException {
    stage.restore(in);
  }
}
