package minitaur.controller.console.terminal;

import java.util.function.Consumer;
import minitaur.controller.operator.OperatorPort;
import org.jspecify.annotations.Nullable;

/** Prints stops, faults and requests for a run without an operator at the terminal. */
public final class ReportFace implements Face {
  private final Consumer<String> lines;
  private @Nullable Narrator narrator;

  /**
   * @param lines takes each line to be shown, from any thread
   */
  public ReportFace(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void start(OperatorPort port) {
    Narrator started = new Narrator(port, lines);
    narrator = started;
    started.start();
  }

  @Override
  public void close() {
    Narrator started = narrator;
    if (started != null) {
      started.close();
    }
  }
}
