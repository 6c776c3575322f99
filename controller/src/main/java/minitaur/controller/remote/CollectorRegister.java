package minitaur.controller.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import minitaur.hal.Clock;

/** The collectors that a trainer has heard of. Safe for use by several threads. */
final class CollectorRegister {
  private static final int MOST = 1000;

  private final Clock clock;
  private final Map<String, Heard> collectors = new TreeMap<>();

  private record Heard(long atNanos, String state, long collected, long waiting, boolean toldEnd) {}

  CollectorRegister(Clock clock) {
    this.clock = clock;
  }

  /**
   * A collector has reported itself.
   *
   * @param robot its robot's name
   * @param state what it does, for people
   * @param collected episodes that its process has finished
   * @param waiting episodes in its spool
   * @param toldEnd whether the answer says that the training is over
   */
  synchronized void heard(
      String robot, String state, long collected, long waiting, boolean toldEnd) {
    if (collectors.size() < MOST || collectors.containsKey(robot)) {
      collectors.put(robot, new Heard(clock.nanos(), state, collected, waiting, toldEnd));
    }
  }

  /** Whether every collector that was heard of in the last {@code nanos} knows of the end. */
  synchronized boolean allKnowTheEnd(long nanos) {
    long since = clock.nanos() - nanos;
    return collectors.values().stream().allMatch(each -> each.toldEnd() || each.atNanos() < since);
  }

  /** What is known of each, as the fields of JSON objects. */
  synchronized List<Map<String, Object>> fields() {
    long now = clock.nanos();
    return collectors.entrySet().stream()
        .map(
            entry -> {
              Heard heard = entry.getValue();
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("robot", entry.getKey());
              fields.put("state", heard.state());
              fields.put("collected", heard.collected());
              fields.put("waiting", heard.waiting());
              fields.put("heard_seconds_ago", (now - heard.atNanos()) / 1_000_000_000L);
              return fields;
            })
        .toList();
  }
}
