package minitaur.controller.console.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.console.telemetry.RunHistory;
import minitaur.controller.console.telemetry.ThinnedSeries;
import minitaur.controller.console.web.Watcher.Seen;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.operator.OperatorEvent;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.train.CollectorStatus;
import minitaur.hal.Clock;
import minitaur.hal.loop.Agent;
import minitaur.hal.loop.LoopTiming;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread that reads the telemetry of robot and learner and sends it to all pages, at 25 Hz while a
 * page is connected. Otherwise it only updates the history, at 1 Hz. Never waits for a page.
 */
final class Broadcast implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);

  private static final long WATCHED_NANOS = 40_000_000;
  private static final long UNWATCHED_NANOS = 1_000_000_000;

  /** Interval of curves, tables and timing. */
  private static final long SLOW_NANOS = 250_000_000;

  /** Maximum interval between messages, so that a page can detect a lost connection. */
  private static final long HEARTBEAT_NANOS = 1_000_000_000;

  private final OperatorPort port;
  private final ControlTelemetry control;
  private final LearningTelemetry learning;
  private final Clock clock;
  private final RunHistory history = new RunHistory();
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private final Map<Seen, String> messages = new HashMap<>();
  private final Agent agent = new Agent("console-broadcast", this::run);

  private long dueNanos;
  private long liveNumber;
  private long originNanos;
  private TerrainShape terrain = TerrainShape.LEVEL;
  private long terrainNumber;
  private long slowNanos;
  private boolean slow;
  private List<CollectorStatus> collectors = List.of();
  private long collectorsMillis;
  private boolean collectorsReported;
  private LoopTiming.@Nullable Percentiles positionLoop;
  private LoopTiming.@Nullable Percentiles controlLoop;

  Broadcast(OperatorPort port, ControlTelemetry control, LearningTelemetry learning, Clock clock) {
    this.port = port;
    this.control = control;
    this.learning = learning;
    this.clock = clock;
  }

  void start() {
    slowNanos = clock.nanos();
    dueNanos = slowNanos;
    agent.start();
  }

  /** Adds a connected page. Any thread. */
  void add(Watcher watcher) {
    watchers.add(watcher);
    agent.wake();
  }

  /** Removes a disconnected page. Any thread. */
  void remove(Watcher watcher) {
    watchers.remove(watcher);
  }

  int watching() {
    return watchers.size();
  }

  private long run() {
    try {
      pulse(clock.nanos());
    } catch (RuntimeException e) {
      // The page may miss a frame, but the broadcast must continue.
      LOG.warn("Failed to send a frame to the operator's page: {}", e.toString());
    }
    long now = clock.nanos();
    dueNanos = Math.max(dueNanos + WATCHED_NANOS, now);
    return watchers.isEmpty() ? UNWATCHED_NANOS : dueNanos - now;
  }

  /** Sends the final state to the pages. */
  private void sayHowItEnded() {
    try {
      pulse(clock.nanos());
    } catch (RuntimeException e) {
      LOG.debug("Failed to send the last frame to the operator's page: {}", e.toString());
    }
  }

  private void pulse(long now) {
    if (control.poll()) {
      if (liveNumber == 0 || control.value().timeNanos < originNanos) {
        originNanos = control.value().timeNanos;
      }
      liveNumber++;
    }
    TerrainShape walkedOn = control.terrain();
    if (!walkedOn.equals(terrain)) {
      terrain = walkedOn;
      terrainNumber++;
    }
    slow = watchers.isEmpty() || now - slowNanos >= SLOW_NANOS;
    if (slow) {
      slowNanos = now;
      history.drain(learning);
    }
    List<CollectorStatus> reported = learning.collectors();
    collectorsReported = reported != collectors;
    if (collectorsReported) {
      collectors = reported;
      collectorsMillis = System.currentTimeMillis();
    }
    if (watchers.isEmpty()) {
      return;
    }
    if (slow) {
      LoopTiming timing = control.positionLoop();
      positionLoop = timing == null ? null : timing.percentiles();
      controlLoop = control.lateness().percentiles();
    }
    OperatorView view = port.view();
    watchers.removeIf(watcher -> !watcher.isOpen());
    for (Watcher watcher : watchers) {
      if (watcher.isReady()) {
        tell(watcher, view, now);
      }
    }
    messages.clear();
  }

  private void tell(Watcher watcher, OperatorView view, long now) {
    boolean fresh = watcher.seen.equals(Seen.NOTHING);
    boolean changed = watcher.seen.live() != liveNumber || watcher.seen.view() != view.version();
    if (fresh
        || slow
        || changed
        || collectorsReported
        || now - watcher.sentNanos >= HEARTBEAT_NANOS) {
      // Pages with the same sent state get the same message.
      String message = messages.get(watcher.seen);
      if (message == null) {
        message = compose(watcher.seen, view);
        messages.put(watcher.seen, message);
      }
      watcher.seen = seenAfter(watcher.seen, view);
      watcher.sentNanos = now;
      watcher.send(message);
    }
  }

  private List<OperatorEvent> eventsAfter(Seen seen) {
    return port.events(seen.event());
  }

  private Seen seenAfter(Seen seen, OperatorView view) {
    List<OperatorEvent> events = eventsAfter(seen);
    long event = events.isEmpty() ? seen.event() : events.get(events.size() - 1).number();
    return new Seen(
        liveNumber,
        view.version(),
        event,
        history.episodesSeen(),
        history.evaluationsSeen(),
        history.schedule().generation(),
        terrainNumber);
  }

  private String compose(Seen seen, OperatorView view) {
    Frames message = new Frames();
    message.with("now", json -> json.writeNumber(System.currentTimeMillis()));
    if (seen.view() != view.version()) {
      message.with("view", json -> Frames.view(json, view));
    }
    if (seen.terrain() != terrainNumber) {
      message.with("terrain", json -> Frames.terrain(json, terrain));
    }
    if (liveNumber > 0 && seen.live() != liveNumber) {
      message.with("live", json -> Frames.live(json, control.value(), originNanos));
    }
    List<OperatorEvent> events = eventsAfter(seen);
    if (!events.isEmpty()) {
      message.with("events", json -> Frames.events(json, events));
    }
    if (slow) {
      message.with("timing", this::timing);
    }
    if (collectorsReported || (seen.equals(Seen.NOTHING) && !collectors.isEmpty())) {
      message.with("fleet", json -> Frames.fleet(json, collectorsMillis, collectors));
    }
    addHistory(message, seen);
    return message.end();
  }

  private void timing(JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (controlLoop != null) {
      Frames.number(json, "control", controlLoop.p99Nanos() * 1e-6);
    }
    if (positionLoop != null) {
      Frames.number(json, "position", positionLoop.p99Nanos() * 1e-6);
    }
    json.writeEndObject();
  }

  private void addHistory(Frames message, Seen seen) {
    long episodes = history.episodesSeen() - seen.episodes();
    if (episodes > 0) {
      message.with("episodes", json -> Frames.episodes(json, newest(history.episodes(), episodes)));
    }
    long evaluations = history.evaluationsSeen() - seen.evaluations();
    if (evaluations > 0) {
      message.with(
          "evaluations",
          json -> Frames.evaluations(json, newest(history.evaluations(), evaluations)));
    }
    ThinnedSeries schedule = history.schedule();
    if (seen.learning() < history.wholeSince()) {
      message.with("returns", json -> Frames.series(json, history.returns(), 0, 1));
      message.with("schedule", json -> Frames.series(json, schedule, 0, 2));
      message.with("metrics", json -> Frames.metrics(json, history.metrics()));
    } else if (seen.learning() != schedule.generation()) {
      int last = schedule.size() - 1;
      message.with("schedulePoint", json -> Frames.series(json, schedule, last, 2));
      message.with("metricValues", json -> Frames.newestMetrics(json, history.metrics()));
    }
  }

  private static <T> List<T> newest(List<T> list, long count) {
    return list.subList((int) Math.max(0, list.size() - count), list.size());
  }

  @Override
  public void close() {
    agent.close();
    sayHowItEnded();
    watchers.forEach(Watcher::disconnect);
  }
}
