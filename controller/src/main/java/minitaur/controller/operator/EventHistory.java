package minitaur.controller.operator;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.operator.OperatorEvent.Severity;

/** The most recent events. Thread-safe. */
final class EventHistory {
  private static final int KEPT = 300;

  private long newest;
  private volatile List<OperatorEvent> events = List.of();

  /** Adds an event. */
  synchronized void add(long timeMillis, Severity severity, String text) {
    List<OperatorEvent> kept = events;
    List<OperatorEvent> more =
        new ArrayList<>(kept.subList(Math.max(0, kept.size() - KEPT + 1), kept.size()));
    newest++;
    more.add(new OperatorEvent(newest, timeMillis, severity, text));
    events = List.copyOf(more);
  }

  /** Events with a greater number, oldest first. */
  List<OperatorEvent> after(long number) {
    List<OperatorEvent> kept = events;
    int first = 0;
    while (first < kept.size() && kept.get(first).number() <= number) {
      first++;
    }
    return kept.subList(first, kept.size());
  }
}
