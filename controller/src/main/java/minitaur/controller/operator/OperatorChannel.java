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
 * <p>Orders are states, not messages, so that one given twice acts once: a stop holds until it is
 * released, a wish for a pause until it is taken back, a confirmation until it is looked at.
 * Looking for orders neither waits nor allocates.
 */
public final class OperatorChannel implements OperatorPort {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorChannel.class);

  private final InstantSource wallTime;
  private final EventHistory history = new EventHistory();

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicBoolean release = new AtomicBoolean();
  private final AtomicBoolean pause = new AtomicBoolean();

  /** The request that is said to be done; 0 for none. */
  private final AtomicLong resetDone = new AtomicLong();

  private final AtomicReference<OperatorCommand.@Nullable Push> push = new AtomicReference<>();
  private volatile boolean acceptsPushes;
  private volatile OperatorView view;

  /**
   * A channel of a run that has not begun: {@link Phase#IDLE}.
   *
   * @param wallTime stamps what is shown
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

  /** One at a time, so that of two equal commands the second sees what the first has done. */
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
      return refuse("no reset is asked for");
    }
    if (number != request.number()) {
      return refuse("that was reset %d; asked for is reset %d".formatted(number, request.number()));
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

  // --- The robot's side: one thread ---

  /** Accepts pushes from now on: the robot is simulated, and the run takes them. */
  public void acceptPushes() {
    acceptsPushes = true;
  }

  /** The push that was submitted since the last call; null for none. */
  public OperatorCommand.@Nullable Push takePush() {
    return push.get() == null ? null : push.getAndSet(null);
  }

  /** Whether the operator wants no motor to be driven; until a release. */
  public boolean isStopWanted() {
    return stop.get();
  }

  /** Whether the operator wants no further episode; until a resume. */
  public boolean isPauseWanted() {
    return pause.get();
  }

  /**
   * Whether the operator released the emergency stop and has not stopped it again; asked again, it
   * says no.
   */
  public boolean takeRelease() {
    return release.get() && release.getAndSet(false) && !stop.get();
  }

  /**
   * Whether the operator says that this request is done; asked again, it says no. Forgets a
   * confirmation of another one.
   */
  public boolean takeResetDone(long request) {
    return resetDone.get() != 0 && resetDone.getAndSet(0) == request;
  }

  /**
   * Shows where the robot is now. A new phase is logged, and stands in the list of events when
   * people may want to know it.
   *
   * @param episode which episode of the run is under way, or comes next
   * @param request what the operator is asked for; null when nothing
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

  /** Shows other counts. */
  public void publish(OperatorCounts counts) {
    OperatorView now = view;
    publish(now.phase(), now.reason(), now.episode(), now.request(), counts);
  }

  /** Adds to the list of events, and to the log; any thread. */
  public void report(Severity severity, String text) {
    switch (severity) {
      case INFORMATION -> LOG.info("{}.", text);
      case WARNING, FAULT -> LOG.warn("{}.", text);
    }
    history.add(nowMillis(), severity, text);
  }

  /** What a time stamp of this moment is, milliseconds since 1970-01-01 UTC. */
  public long nowMillis() {
    return wallTime.millis();
  }

  /** How an arrival there is shown; null for what comes with every episode. */
  private static @Nullable Severity severity(Phase phase) {
    return switch (phase) {
      case IDLE, ARMING, STANDING, RUNNING, RESET_CONFIRMED -> null;
      case ENDED, STAND_UP, PAUSED, FINISHED -> Severity.INFORMATION;
      case RESET_REQUESTED -> Severity.WARNING;
      case EMERGENCY_STOP -> Severity.FAULT;
    };
  }
}
