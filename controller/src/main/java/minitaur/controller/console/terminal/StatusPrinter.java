package minitaur.controller.console.terminal;

import java.util.function.Consumer;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Prints reset requests, stops and pauses for the operator. Warnings are printed by the log. Polls
 * every 100 ms on its own thread.
 */
public final class StatusPrinter implements OperatorInterface {
  private static final long POLL_NANOS = 100_000_000;

  private final Consumer<String> lines;
  private @Nullable Agent agent;
  private Phase lastPhase = Phase.IDLE;
  private @Nullable ResetRequest lastRequest;

  /**
   * @param lines prints a line; called from the printer's thread
   */
  public StatusPrinter(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void start(OperatorPort port) {
    lastPhase = port.view().phase();
    Agent printer = new Agent("operator-status", () -> printChanges(port));
    agent = printer;
    printer.start();
  }

  /** Prints changes since the last call. */
  private long printChanges(OperatorPort port) {
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
    return POLL_NANOS;
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
    if (agent != null) {
      agent.requestClose();
    }
  }
}
