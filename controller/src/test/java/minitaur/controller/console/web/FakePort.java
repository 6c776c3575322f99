package minitaur.controller.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import minitaur.controller.operator.CommandResponse;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.operator.OperatorEvent;
import minitaur.controller.operator.OperatorEvent.Severity;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import org.jspecify.annotations.Nullable;

/** An operator port whose state the test sets and whose commands the test reads. */
final class FakePort implements OperatorPort {
  static final long NOW = 1_760_000_000_000L;

  final BlockingQueue<OperatorCommand> commands = new LinkedBlockingQueue<>();
  final Map<Class<?>, Predicate<OperatorCommand>> rejections = new ConcurrentHashMap<>();
  volatile boolean pushable;

  /** An event that is reported right after the next events were read; null for none. */
  volatile @Nullable String lateEvent;

  private final List<OperatorEvent> events = new ArrayList<>();
  private volatile OperatorView view =
      new OperatorView(
          1,
          new OperatorView.State(Phase.IDLE, "the run has not started", NOW),
          0,
          null,
          OperatorCounts.NONE);

  void publish(Phase phase, String reason, @Nullable ResetRequest request) {
    view =
        new OperatorView(
            view.version() + 1,
            new OperatorView.State(phase, reason, NOW),
            7,
            request,
            new OperatorCounts(7, 3, 2, 1, 61, 20));
  }

  void requestReset(long number, String... objections) {
    String reason = "the robot fell backward, pitch -41 degrees, after 212 steps";
    publish(
        Phase.RESET_REQUESTED,
        reason,
        new ResetRequest(
            number,
            NOW,
            reason,
            "place the robot at the start line, facing the lane, legs free",
            "episode 8 begins",
            List.of(objections),
            false));
  }

  synchronized void report(Severity severity, String text) {
    events.add(new OperatorEvent(events.size() + 1, NOW, severity, text));
  }

  @Override
  public OperatorView view() {
    return view;
  }

  @Override
  public synchronized List<OperatorEvent> events(long after) {
    List<OperatorEvent> newest =
        List.copyOf(events.subList((int) Math.min(after, events.size()), events.size()));
    if (lateEvent != null) {
      String text = lateEvent;
      lateEvent = null;
      report(Severity.WARNING, text);
    }
    return newest;
  }

  @Override
  public boolean acceptsPushes() {
    return pushable;
  }

  @Override
  public CommandResponse submit(OperatorCommand command, String from) {
    commands.add(command);
    Predicate<OperatorCommand> rejection = rejections.get(command.getClass());
    return rejection != null && rejection.test(command)
        ? new CommandResponse(false, "not now")
        : new CommandResponse(true, "done for " + from);
  }
}
