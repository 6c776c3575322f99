package minitaur.controller.operator;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.controller.operator.OperatorEvent.Severity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects the control thread to the operator interfaces: one thread publishes the state and polls
 * for commands at each control tick; any number of threads read the state and submit commands.
 *
 * <p>Commands are stored as state, not queued, so a repeated command has no additional effect: a
 * stop holds until it is released, a pause request until it is canceled, and a reset confirmation
 * until it is polled. Polling neither blocks nor allocates.
 */
public final class OperatorChannel implements OperatorPort {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorChannel.class);

  private static final String OUTDATED =
      "the robot was stopped or paused after this command was sent; check it and repeat the"
          + " command";

  private final InstantSource wallTime;
  private final EventHistory history = new EventHistory();

  private final AtomicBoolean stopRequested = new AtomicBoolean();
  private final AtomicBoolean releaseRequested = new AtomicBoolean();
  private final AtomicBoolean pauseRequested = new AtomicBoolean();

  /** Number of the reset request that the operator confirmed; 0 for none. */
  private final AtomicLong confirmedReset = new AtomicLong();

  private final AtomicReference<OperatorCommand.@Nullable Push> pendingPush =
      new AtomicReference<>();
  private volatile boolean acceptsPushes;
  private final AtomicReference<OperatorView> view;

  /**
   * Creates a channel in {@link Phase#IDLE}.
   *
   * @param wallTime clock for the timestamps of views and events
   */
  public OperatorChannel(InstantSource wallTime) {
    this.wallTime = wallTime;
    view =
        new AtomicReference<>(
            new OperatorView(
                1,
                new OperatorView.State(Phase.IDLE, "the run has not started", wallTime.millis()),
                0,
                null,
                OperatorCounts.NONE));
  }

  // --- Operator interfaces: any thread ---

  @Override
  public OperatorView view() {
    return Objects.requireNonNull(view.get());
  }

  @Override
  public List<OperatorEvent> events(long after) {
    return history.after(after);
  }

  @Override
  public CommandResponse submit(OperatorCommand command, String source) {
    CommandResponse response = handle(command);
    report(
        response.accepted() ? Severity.INFORMATION : Severity.WARNING,
        "%s by %s%s: %s"
            .formatted(
                displayName(command),
                source,
                response.accepted() ? "" : " rejected",
                response.message()));
    return response;
  }

  private static String displayName(OperatorCommand command) {
    if (command instanceof OperatorCommand.ResetDone done) {
      return "Reset " + done.request() + " done";
    }
    return command.getClass().getSimpleName();
  }

  /** Synchronized so that the second of two equal commands sees the effect of the first. */
  private synchronized CommandResponse handle(OperatorCommand command) {
    OperatorView currentView = view();
    if (currentView.phase() == Phase.FINISHED) {
      return command instanceof OperatorCommand.Stop
          ? accept("the run has finished, which has already stopped the motors")
          : reject("the run has finished");
    }
    if (command instanceof OperatorCommand.Stop) {
      boolean alreadyStopped =
          stopRequested.getAndSet(true) || currentView.phase() == Phase.EMERGENCY_STOP;
      releaseRequested.set(false);
      confirmedReset.set(0);
      view.updateAndGet(OperatorView::halted);
      return accept(
          alreadyStopped
              ? "already stopped"
              : "the motors stop; Release clears the emergency stop");
    }
    if (command instanceof OperatorCommand.Release release) {
      return handleRelease(release.version(), currentView);
    }
    if (command instanceof OperatorCommand.Pause) {
      return handlePause(currentView.phase());
    }
    if (command instanceof OperatorCommand.Resume resume) {
      if (resume.version() < currentView.haltVersion()) {
        return reject(OUTDATED);
      }
      return pauseRequested.getAndSet(false) || currentView.phase() == Phase.PAUSED
          ? accept("the run resumes")
          : reject("the run is not paused");
    }
    if (command instanceof OperatorCommand.ResetDone done) {
      return handleResetDone(done.request(), currentView);
    }
    if (command instanceof OperatorCommand.Push newPush) {
      return handlePush(newPush, currentView.phase());
    }
    return reject("no procedure is running");
  }

  private CommandResponse handleRelease(long version, OperatorView currentView) {
    if (version < currentView.haltVersion()) {
      return reject(OUTDATED);
    }
    if (releaseRequested.get()) {
      return accept("the emergency stop is already being released");
    }
    if (currentView.phase() != Phase.EMERGENCY_STOP) {
      return reject("no emergency stop is active");
    }
    stopRequested.set(false);
    releaseRequested.set(true);
    return accept("the emergency stop is released; place the robot at its start");
  }

  private CommandResponse handlePause(Phase phase) {
    if (phase == Phase.EMERGENCY_STOP) {
      return reject("the robot is stopped; release the emergency stop first");
    }
    pauseRequested.set(true);
    view.updateAndGet(OperatorView::halted);
    return accept(phase == Phase.PAUSED ? "already paused" : "pauses before the next episode");
  }

  private CommandResponse handleResetDone(long number, OperatorView currentView) {
    ResetRequest request = currentView.request();
    if (request == null) {
      return reject("no reset is pending");
    }
    if (number != request.number()) {
      return reject("reset %d is not pending; reset %d is".formatted(number, request.number()));
    }
    if (currentView.phase() == Phase.RESET_CONFIRMED
        || confirmedReset.getAndSet(number) == number) {
      return accept("the start position is already being checked");
    }
    return accept("checking the start position");
  }

  private CommandResponse handlePush(OperatorCommand.Push newPush, Phase phase) {
    if (!acceptsPushes) {
      return reject("only the simulated robot of a demonstration can be pushed");
    }
    if (phase != Phase.RUNNING) {
      return reject("the robot can be pushed only while it walks");
    }
    if (!newPush.isValid()) {
      return reject("a push can have up to " + OperatorCommand.Push.MAX_IMPULSE + " N s");
    }
    pendingPush.set(newPush);
    return accept("the robot is pushed");
  }

  private static CommandResponse accept(String message) {
    return new CommandResponse(true, message);
  }

  private static CommandResponse reject(String message) {
    return new CommandResponse(false, message);
  }

  @Override
  public boolean acceptsPushes() {
    return acceptsPushes;
  }

  // --- Control thread ---

  /** Enables pushes; only for a simulated robot whose run polls them. */
  public void enablePushes() {
    acceptsPushes = true;
  }

  /** Returns and clears the push that was submitted since the last call; null for none. */
  public OperatorCommand.@Nullable Push pollPush() {
    return pendingPush.get() == null ? null : pendingPush.getAndSet(null);
  }

  /** Whether an emergency stop is requested; holds until it is released. */
  public boolean isStopRequested() {
    return stopRequested.get();
  }

  /** Whether a pause is requested; holds until a resume. */
  public boolean isPauseRequested() {
    return pauseRequested.get();
  }

  /**
   * Whether the operator released the emergency stop and has not stopped the robot again. Clears
   * the release.
   */
  public boolean pollRelease() {
    return releaseRequested.get() && releaseRequested.getAndSet(false) && !stopRequested.get();
  }

  /**
   * Whether the operator confirmed the given request. Clears the confirmation, including one of
   * another request.
   */
  public boolean pollResetDone(long request) {
    return confirmedReset.get() != 0 && confirmedReset.getAndSet(0) == request;
  }

  /**
   * Publishes the state of the lifecycle. A new phase is logged and, if it is of interest to the
   * operator, added to the list of events.
   *
   * @param episode index of the current or next episode of the run
   * @param request pending reset request; null for none
   */
  public void publish(
      Phase phase,
      String reason,
      int episode,
      @Nullable ResetRequest request,
      OperatorCounts counts) {
    long now = nowMillis();
    OperatorView previous =
        view.getAndUpdate(
            current -> {
              long version = current.version() + 1;
              boolean isNewPhase = phase != current.phase();
              return new OperatorView(
                  version,
                  isNewPhase && phase == Phase.EMERGENCY_STOP ? version : current.haltVersion(),
                  new OperatorView.State(phase, reason, isNewPhase ? now : current.sinceMillis()),
                  episode,
                  request,
                  counts,
                  /* procedure= */ null);
            });
    if (phase != previous.phase()) {
      LOG.info("{} -> {}: {}.", previous.phase(), phase, reason);
      Severity severity = severity(phase);
      if (severity != null) {
        addEvent(severity, reason);
      }
    }
  }

  /** Publishes new counts. */
  public void publish(OperatorCounts counts) {
    OperatorView currentView = view();
    publish(
        currentView.phase(),
        currentView.reason(),
        currentView.episode(),
        currentView.request(),
        counts);
  }

  /** Adds an event to the list and to the log. Thread-safe. */
  public void report(Severity severity, String text) {
    switch (severity) {
      case INFORMATION -> LOG.info("{}.", text);
      case WARNING, FAULT -> LOG.warn("{}.", text);
    }
    addEvent(severity, text);
  }

  /** Adds an event that is logged elsewhere to the list. Thread-safe. */
  public void addEvent(Severity severity, String text) {
    history.add(nowMillis(), severity, text);
  }

  /** Current time, milliseconds since 1970-01-01 UTC. */
  public long nowMillis() {
    return wallTime.millis();
  }

  /**
   * Severity of the event of entering a phase; null for phases that every episode passes through.
   */
  private static @Nullable Severity severity(Phase phase) {
    return switch (phase) {
      case IDLE, ARMING, STANDING, RUNNING, RESET_CONFIRMED -> null;
      case ENDED, STAND_UP, PAUSED, FINISHED -> Severity.INFORMATION;
      case RESET_REQUESTED -> Severity.WARNING;
      case EMERGENCY_STOP -> Severity.FAULT;
    };
  }
}
