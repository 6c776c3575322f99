package minitaur.controller.console.terminal;

import java.util.function.Consumer;
import minitaur.controller.operator.OperatorPort;
import org.jspecify.annotations.Nullable;

/** Prints stops, faults and requests for a run without an operator at the terminal. */
public final class ReportInterface implements OperatorInterface {
  private final Consumer<String> lines;
  private @Nullable StatusPrinter statusPrinter;

  /**
   * @param lines prints a line; called from any thread
   */
  public ReportInterface(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void start(OperatorPort port) {
    StatusPrinter printer = new StatusPrinter(port, lines);
    statusPrinter = printer;
    printer.start();
  }

  @Override
  public void close() {
    StatusPrinter printer = statusPrinter;
    if (printer != null) {
      printer.close();
    }
  }
}
