package minitaur.controller.operator;

import java.time.InstantSource;
import java.util.List;
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

  private final InstantSource wallTime;
  private final EventHistory history = new EventHistory();

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicBoolean release = new AtomicBoolean();
  private final AtomicBoolean pause = new AtomicBoolean();

  /** Number of the reset request that the operator confirmed; 0 for none. */
  private final AtomicLong resetDone = new AtomicLong();

  private final AtomicReference<OperatorCommand.@Nullable Push> push = new AtomicReference<>();
  private volatile boolean acceptsPushes;
  private volatile OperatorView view;

  /**
   * Creates a channel in {@link Phase#IDLE}.
   *
   * @param wallTime clock for the timestamps of views and events
   */
  public OperatorChannel(InstantSource wallTime) {
    this.wallTime = wallTime;
    view =
        new OperatorView(
            1,
            new OperatorView.State(Phase.IDLE, "the run has not begun", wallTime.millis()),
            0,
            null,
            OperatorCounts.NONE);
  }

  // --- Operator interfaces: any thread ---

  @Override
  public OperatorView view() {
    return view;
  }

  @Override
  public List<OperatorEvent> events(long after) {
    return history.after(after);
  }

  @Override
  public Answer submit(OperatorCommand command, String from) {
    Answer answer = consider(command);
    report(
        answer.accepted() ? Severity.INFORMATION : Severity.WARNING,
        "%s by %s%s: %s"
            .formatted(name(command), from, answer.accepted() ? "" : " refused", answer.text()));
    return answer;
  }

  private static String name(OperatorCommand command) {
    if (command instanceof OperatorCommand.ResetDone done) {
      return "Reset " + done.request() + " done";
    }
    return command.getClass().getSimpleName();
  }

  /** Synchronized so that the second of two equal commands sees the effect of the first. */
  private synchronized Answer consider(OperatorCommand command) {
    OperatorView now = view;
    if (now.phase() == Phase.FINISHED) {
      return refuse("the run is over");
    }
    if (command instanceof OperatorCommand.Stop) {
      boolean already = stop.getAndSet(true) || now.phase() == Phase.EMERGENCY_STOP;
      release.set(false);
      resetDone.set(0);
      return accept(
          already ? "already stopped" : "the motors stop; Release clears the emergency stop");
    }
    if (command instanceof OperatorCommand.Release) {
      return considerRelease(now.phase());
    }
    if (command instanceof OperatorCommand.Pause) {
      return considerPause(now.phase());
    }
    if (command instanceof OperatorCommand.Resume) {
      return pause.getAndSet(false) || now.phase() == Phase.PAUSED
          ? accept("the run resumes")
          : refuse("there is no pause");
    }
    if (command instanceof OperatorCommand.ResetDone done) {
      return considerReset(done.request(), now);
    }
    if (command instanceof OperatorCommand.Push wanted) {
      return considerPush(wanted, now.phase());
    }
    return refuse("no procedure is under way");
  }

  private Answer considerRelease(Phase phase) {
    if (release.get()) {
      return accept("it is being released already");
    }
    if (phase != Phase.EMERGENCY_STOP) {
      return refuse("there is no emergency stop to be released from");
    }
    stop.set(false);
    release.set(true);
    return accept("the emergency stop is released; the robot is to be set at its start");
  }

  private Answer considerPause(Phase phase) {
    if (phase == Phase.EMERGENCY_STOP) {
      return refuse("it is stopped; release it first");
    }
    pause.set(true);
    return accept(phase == Phase.PAUSED ? "already paused" : "pauses before the next episode");
  }

  private Answer considerReset(long number, OperatorView now) {
    ResetRequest request = now.request();
    if (request == null) {
      return refuse("no reset is pending");
    }
    if (number != request.number()) {
      return refuse("that was reset %d; pending is reset %d".formatted(number, request.number()));
    }
    if (now.phase() == Phase.RESET_CONFIRMED || resetDone.getAndSet(number) == number) {
      return accept("it is being checked already");
    }
    return accept("the robot's place is being checked");
  }

  private Answer considerPush(OperatorCommand.Push wanted, Phase phase) {
    if (!acceptsPushes) {
      return refuse("only the simulated robot of a demonstration can be pushed");
    }
    if (phase != Phase.RUNNING) {
      return refuse("it can be pushed while it walks");
    }
    if (!wanted.isPossible()) {
      return refuse("a push has up to " + OperatorCommand.Push.MAX + " N s");
    }
    push.set(wanted);
    return accept("the robot is pushed");
  }

  private static Answer accept(String text) {
    return new Answer(true, text);
  }

  private static Answer refuse(String text) {
    return new Answer(false, text);
  }

  @Override
  public boolean acceptsPushes() {
    return acceptsPushes;
  }

  // --- Control thread ---

  /** Enables pushes; only for a simulated robot whose run polls them. */
  public void acceptPushes() {
    acceptsPushes = true;
  }

  /** Returns and clears the push that was submitted since the last call; null for none. */
  public OperatorCommand.@Nullable Push takePush() {
    return push.get() == null ? null : push.getAndSet(null);
  }

  /** Whether an emergency stop is requested; holds until it is released. */
  public boolean isStopWanted() {
    return stop.get();
  }

  /** Whether a pause is requested; holds until a resume. */
  public boolean isPauseWanted() {
    return pause.get();
  }

  /**
   * Whether the operator released the emergency stop and has not stopped the robot again. Clears
   * the release.
   */
  public boolean takeRelease() {
    return release.get() && release.getAndSet(false) && !stop.get();
  }

  /**
   * Whether the operator confirmed the given request. Clears the confirmation, including one of
   * another request.
   */
  public boolean takeResetDone(long request) {
    return resetDone.get() != 0 && resetDone.getAndSet(0) == request;
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
    OperatorView before = view;
    boolean entered = phase != before.phase();
    view =
        new OperatorView(
            before.version() + 1,
            new OperatorView.State(phase, reason, entered ? nowMillis() : before.sinceMillis()),
            episode,
            request,
            counts);
    if (entered) {
      LOG.info("{} -> {}: {}.", before.phase(), phase, reason);
      Severity severity = severity(phase);
      if (severity != null) {
        history.add(nowMillis(), severity, reason);
      }
    }
  }

  /** Publishes new counts. */
  public void publish(OperatorCounts counts) {
    OperatorView now = view;
    publish(now.phase(), now.reason(), now.episode(), now.request(), counts);
  }

  /** Adds an event to the list and to the log. Thread-safe. */
  public void report(Severity severity, String text) {
    switch (severity) {
      case INFORMATION -> LOG.info("{}.", text);
      case WARNING, FAULT -> LOG.warn("{}.", text);
    }
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
