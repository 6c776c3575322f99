package minitaur.controller.console.terminal;

import java.util.function.Consumer;
import minitaur.controller.operator.OperatorPort;
import org.jspecify.annotations.Nullable;

/** Prints stops, faults and requests for a run without an operator at the terminal. */
public final class ReportInterface implements OperatorInterface {
  private final Consumer<String> lines;
  private @Nullable StatusPrinter narrator;

  /**
   * @param lines prints a line; called from any thread
   */
  public ReportInterface(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void start(OperatorPort port) {
    StatusPrinter started = new StatusPrinter(port, lines);
    narrator = started;
    started.start();
  }

  @Override
  public void close() {
    StatusPrinter started = narrator;
    if (started != null) {
      started.close();
    }
  }
}
