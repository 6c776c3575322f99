package minitaur.controller.operator;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.operator.OperatorEvent.Severity;

/** The most recent events. Thread-safe. */
final class EventHistory {
  private static final int MAX_EVENTS = 300;

  private long lastNumber;
  private volatile List<OperatorEvent> events = List.of();

  synchronized void add(long timeMillis, Severity severity, String text) {
    List<OperatorEvent> current = events;
    List<OperatorEvent> updated =
        new ArrayList<>(
            current.subList(Math.max(0, current.size() - MAX_EVENTS + 1), current.size()));
    lastNumber++;
    updated.add(new OperatorEvent(lastNumber, timeMillis, severity, text));
    events = List.copyOf(updated);
  }

  /** Events with a greater number, oldest first. */
  List<OperatorEvent> after(long number) {
    List<OperatorEvent> current = events;
    int first = 0;
    while (first < current.size() && current.get(first).number() <= number) {
      first++;
    }
    return current.subList(first, current.size());
  }
}
