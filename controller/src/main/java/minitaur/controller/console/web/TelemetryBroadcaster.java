package minitaur.controller.console.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.DownsampledSeries;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.console.telemetry.RunHistory;
import minitaur.controller.console.web.PageConnection.SentState;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.operator.OperatorEvent;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.train.CollectorStatus;
import minitaur.hal.Clock;
import minitaur.hal.loop.Agent;
import minitaur.hal.loop.LatencyHistogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread that reads the telemetry of robot and learner and sends it to all pages, at 25 Hz while a
 * page is connected. Otherwise it only updates the history, at 1 Hz. Never waits for a page.
 */
final class TelemetryBroadcaster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryBroadcaster.class);

  private static final long FRAME_INTERVAL_NANOS = 40_000_000;
  private static final long IDLE_INTERVAL_NANOS = 1_000_000_000;

  /** Interval of curves, tables and timing. */
  private static final long SLOW_INTERVAL_NANOS = 250_000_000;

  /** Maximum interval between messages, so that a page can detect a lost connection. */
  private static final long HEARTBEAT_NANOS = 1_000_000_000;

  private final OperatorPort port;
  private final ControlTelemetry control;
  private final LearningTelemetry learning;
  private final Clock clock;
  private final RunHistory history = new RunHistory();
  private final Set<PageConnection> pages = ConcurrentHashMap.newKeySet();
  private final Map<SentState, Update> updates = new HashMap<>();
  private final Agent agent = new Agent("console-broadcast", this::run);

  private long dueNanos;
  private long sampleNumber;
  private long originNanos;
  private TerrainShape terrain = TerrainShape.LEVEL;
  private long terrainNumber;
  private long lastSlowFrameNanos;
  private boolean isSlowFrame;
  private List<CollectorStatus> collectors = List.of();
  private long collectorsTimeMillis;
  private boolean collectorsReported;
  private LatencyHistogram.@Nullable Percentiles positionLoop;
  private LatencyHistogram.@Nullable Percentiles controlLoop;

  /**
   * A message to a page.
   *
   * @param sent what the page has been sent with this message
   */
  private record Update(String message, SentState sent) {}

  TelemetryBroadcaster(
      OperatorPort port, ControlTelemetry control, LearningTelemetry learning, Clock clock) {
    this.port = port;
    this.control = control;
    this.learning = learning;
    this.clock = clock;
  }

  void start() {
    lastSlowFrameNanos = clock.nanos();
    dueNanos = lastSlowFrameNanos;
    agent.start();
  }

  /** Adds a connected page. Any thread. */
  void add(PageConnection page) {
    pages.add(page);
    agent.wake();
  }

  /** Removes a disconnected page. Any thread. */
  void remove(PageConnection page) {
    pages.remove(page);
  }

  int pageCount() {
    return pages.size();
  }

  private long run() {
    try {
      broadcast(clock.nanos());
    } catch (RuntimeException e) {
      // The page may miss a frame, but the broadcast must continue.
      LOG.warn("Failed to send a frame to the operator's page: {}", e.toString());
    }
    long now = clock.nanos();
    dueNanos = Math.max(dueNanos + FRAME_INTERVAL_NANOS, now);
    return pages.isEmpty() ? IDLE_INTERVAL_NANOS : dueNanos - now;
  }

  /** Sends the final state to the pages. */
  private void sendFinalFrame() {
    try {
      broadcast(clock.nanos());
    } catch (RuntimeException e) {
      LOG.debug("Failed to send the last frame to the operator's page: {}", e.toString());
    }
  }

  private void broadcast(long now) {
    if (control.poll()) {
      if (sampleNumber == 0 || control.value().timeNanos < originNanos) {
        originNanos = control.value().timeNanos;
      }
      sampleNumber++;
    }
    TerrainShape newTerrain = control.terrain();
    if (!newTerrain.equals(terrain)) {
      terrain = newTerrain;
      terrainNumber++;
    }
    isSlowFrame = pages.isEmpty() || now - lastSlowFrameNanos >= SLOW_INTERVAL_NANOS;
    if (isSlowFrame) {
      lastSlowFrameNanos = now;
      history.drain(learning);
    }
    List<CollectorStatus> reported = learning.collectors();
    collectorsReported = reported != collectors;
    if (collectorsReported) {
      collectors = reported;
      collectorsTimeMillis = System.currentTimeMillis();
    }
    if (pages.isEmpty()) {
      return;
    }
    if (isSlowFrame) {
      LatencyHistogram timing = control.positionLoop();
      positionLoop = timing == null ? null : timing.percentiles();
      controlLoop = control.latency().percentiles();
    }
    OperatorView view = port.view();
    pages.removeIf(page -> !page.isOpen());
    updates.clear();
    for (PageConnection page : pages) {
      if (page.isReady()) {
        sendTo(page, view, now);
      }
    }
  }

  private void sendTo(PageConnection page, OperatorView view, long now) {
    boolean isNewPage = page.sentState.equals(SentState.NONE);
    boolean changed =
        page.sentState.live() != sampleNumber || page.sentState.view() != view.version();
    if (isNewPage
        || isSlowFrame
        || changed
        || collectorsReported
        || now - page.sentNanos >= HEARTBEAT_NANOS) {
      // Pages with the same sent state get the same message.
      Update update = updates.computeIfAbsent(page.sentState, sent -> compose(sent, view));
      page.sentState = update.sent;
      page.sentNanos = now;
      page.send(update.message);
    }
  }

  private Update compose(SentState sent, OperatorView view) {
    PageMessage message = new PageMessage();
    message.with("now", json -> json.writeNumber(System.currentTimeMillis()));
    if (sent.view() != view.version()) {
      message.with("view", json -> PageMessage.view(json, view));
    }
    if (sent.terrain() != terrainNumber) {
      message.with("terrain", json -> PageMessage.terrain(json, terrain));
    }
    if (sampleNumber > 0 && sent.live() != sampleNumber) {
      message.with("live", json -> PageMessage.live(json, control.value(), originNanos));
    }
    // Read once: an event that is added meanwhile belongs to the next message.
    List<OperatorEvent> events = port.events(sent.event());
    if (!events.isEmpty()) {
      message.with("events", json -> PageMessage.events(json, events));
    }
    if (isSlowFrame) {
      message.with("timing", this::timing);
    }
    if (collectorsReported || (sent.equals(SentState.NONE) && !collectors.isEmpty())) {
      message.with("fleet", json -> PageMessage.collectors(json, collectorsTimeMillis, collectors));
    }
    addHistory(message, sent);
    return new Update(
        message.end(),
        new SentState(
            sampleNumber,
            view.version(),
            events.isEmpty() ? sent.event() : events.get(events.size() - 1).number(),
            history.episodeCount(),
            history.evaluationCount(),
            history.schedule().generation(),
            terrainNumber));
  }

  private void timing(JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (controlLoop != null) {
      PageMessage.number(json, "control", controlLoop.p99Nanos() * 1e-6);
    }
    if (positionLoop != null) {
      PageMessage.number(json, "position", positionLoop.p99Nanos() * 1e-6);
    }
    json.writeEndObject();
  }

  private void addHistory(PageMessage message, SentState sent) {
    long episodes = history.episodeCount() - sent.episodes();
    if (episodes > 0) {
      message.with(
          "episodes", json -> PageMessage.episodes(json, newest(history.episodes(), episodes)));
    }
    long evaluations = history.evaluationCount() - sent.evaluations();
    if (evaluations > 0) {
      message.with(
          "evaluations",
          json -> PageMessage.evaluations(json, newest(history.evaluations(), evaluations)));
    }
    DownsampledSeries schedule = history.schedule();
    if (sent.learning() < history.curvesGeneration()) {
      message.with("returns", json -> PageMessage.series(json, history.returns(), 0, 1));
      message.with("schedule", json -> PageMessage.series(json, schedule, 0, 2));
      message.with("metrics", json -> PageMessage.metrics(json, history.metrics()));
    } else if (sent.learning() != schedule.generation()) {
      int last = schedule.size() - 1;
      message.with("schedulePoint", json -> PageMessage.series(json, schedule, last, 2));
      message.with("metricValues", json -> PageMessage.newestMetrics(json, history.metrics()));
    }
  }

  private static <T> List<T> newest(List<T> list, long count) {
    return list.subList((int) Math.max(0, list.size() - count), list.size());
  }

  @Override
  public void close() {
    agent.close();
    sendFinalFrame();
    pages.forEach(PageConnection::disconnect);
  }
}
