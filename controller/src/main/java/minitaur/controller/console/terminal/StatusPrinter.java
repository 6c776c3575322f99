package minitaur.controller.console.terminal;

import java.util.function.Consumer;
import minitaur.controller.operator.OperatorEvent;
import minitaur.controller.operator.OperatorEvent.Severity;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Prints reset requests, problems, stops and pauses for the operator. Polls every 100 ms on its own
 * thread.
 */
final class StatusPrinter implements AutoCloseable {
  private static final long POLL_NANOS = 100_000_000;

  private final OperatorPort port;
  private final Consumer<String> lines;
  private final Agent agent = new Agent("operator-status", this::run);
  private long lastEvent;
  private Phase lastPhase;
  private @Nullable ResetRequest lastRequest;

  /**
   * @param lines prints a line; called from the printer's thread
   */
  StatusPrinter(OperatorPort port, Consumer<String> lines) {
    this.port = port;
    this.lines = lines;
    lastPhase = port.view().phase();
  }

  void start() {
    agent.start();
  }

  private long run() {
    poll();
    return POLL_NANOS;
  }

  /** Prints changes since the last call. */
  void poll() {
    for (OperatorEvent event : port.events(lastEvent)) {
      lastEvent = event.number();
      if (event.severity() != Severity.INFORMATION) {
        lines.accept(event.text());
      }
    }
    OperatorView view = port.view();
    ResetRequest request = view.request();
    if (request != null && !request.equals(lastRequest)) {
      print(request);
    }
    lastRequest = request;
    if (view.phase() != lastPhase) {
      lastPhase = view.phase();
      print(view);
    }
  }

  private void print(ResetRequest request) {
    lines.accept("Reset " + request.number() + ": " + request.cause());
    for (String objection : request.rejectionReasons()) {
      lines.accept("  not accepted: " + objection);
    }
    lines.accept(
        "  Please " + request.instruction() + (request.motorsOff() ? " (motors are off)" : ""));
    lines.accept("  Then press r: " + request.nextSteps() + ".");
  }

  private void print(OperatorView view) {
    switch (view.phase()) {
      case EMERGENCY_STOP ->
          lines.accept(
              "STOPPED: "
                  + view.reason()
                  + ". When it is safe, release the emergency stop (key L, or type release).");
      case PAUSED -> lines.accept("Paused; press c to continue.");
      case STAND_UP -> lines.accept(view.reason() + " ...");
      case IDLE, ARMING, STANDING, RUNNING, ENDED, RESET_REQUESTED, RESET_CONFIRMED, FINISHED -> {
        // Already reported by the progress output or by the request.
      }
    }
  }

  @Override
  public void close() {
    agent.requestClose();
  }
}
