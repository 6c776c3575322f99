package minitaur.controller.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import minitaur.controller.operator.Answer;
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
  final Map<Class<?>, Predicate<OperatorCommand>> refused = new ConcurrentHashMap<>();
  volatile boolean pushable;
  private final List<OperatorEvent> events = new ArrayList<>();
  private volatile OperatorView view =
      new OperatorView(
          1,
          new OperatorView.State(Phase.IDLE, "the run has not begun", NOW),
          0,
          null,
          OperatorCounts.NONE);

  void show(Phase phase, String reason, @Nullable ResetRequest request) {
    view =
        new OperatorView(
            view.version() + 1,
            new OperatorView.State(phase, reason, NOW),
            7,
            request,
            new OperatorCounts(7, 3, 2, 1, 61, 20));
  }

  void ask(long number, String... objections) {
    String what = "the robot fell backward, pitch -41 degrees, after 212 steps";
    show(
        Phase.RESET_REQUESTED,
        what,
        new ResetRequest(
            number,
            NOW,
            what,
            "set it at the start line facing the lane, legs free",
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
    return List.copyOf(events.subList((int) Math.min(after, events.size()), events.size()));
  }

  @Override
  public boolean acceptsPushes() {
    return pushable;
  }

  @Override
  public Answer submit(OperatorCommand command, String from) {
    commands.add(command);
    Predicate<OperatorCommand> refuse = refused.get(command.getClass());
    return refuse != null && refuse.test(command)
        ? new Answer(false, "not now")
        : new Answer(true, "done for " + from);
  }
}
