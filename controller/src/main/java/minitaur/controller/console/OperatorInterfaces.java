package minitaur.controller.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import minitaur.controller.console.terminal.AnswerFileInterface;
import minitaur.controller.console.terminal.KeyInterface;
import minitaur.controller.console.terminal.LineInterface;
import minitaur.controller.console.terminal.OperatorInterface;
import minitaur.controller.console.terminal.ReportInterface;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.run.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator interfaces of one run. */
public final class OperatorInterfaces implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorInterfaces.class);

  private final List<OperatorInterface> interfaces = new ArrayList<>();
  private final boolean isExplicit;

  /**
   * @param isExplicit whether the interface was selected explicitly, so that a failure is an error
   */
  private OperatorInterfaces(boolean isExplicit) {
    this.isExplicit = isExplicit;
  }

  /**
   * Creates the selected interfaces.
   *
   * @param requestsOperator whether the run requests anything from its operator
   * @param in input of the operator
   * @param out output to the operator
   */
  public static OperatorInterfaces create(
      OperatorChoice choice, boolean requestsOperator, InputStream in, PrintStream out) {
    boolean terminal = Terminal.isPresent();
    Consumer<String> lines =
        line -> {
          out.print(Terminal.overwriteLine(line, Terminal.supportsUpdates()));
          out.flush();
        };
    OperatorInterfaces result = new OperatorInterfaces(choice.kind() != OperatorChoice.Kind.AUTO);
    switch (choice.kind()) {
      case AUTO -> {
        if (terminal) {
          result.add(new KeyInterface(lines));
        } else if (requestsOperator) {
          result.add(new LineInterface(in, lines));
        } else {
          result.add(new ReportInterface(lines));
        }
      }
      case TERMINAL ->
          result.add(terminal ? new KeyInterface(lines) : new LineInterface(in, lines));
      case HEADLESS -> {
        Path answers = choice.answers();
        result.add(
            answers == null ? new ReportInterface(lines) : new AnswerFileInterface(answers, lines));
      }
      case NONE -> {
        result.add(new ReportInterface(lines));
        if (requestsOperator) {
          lines.accept("Requests of this run cannot be answered: --operator is none.");
        }
      }
    }
    return result;
  }

  /** Adds an interface, such as a page. */
  public void add(OperatorInterface operatorInterface) {
    interfaces.add(operatorInterface);
  }

  /**
   * Starts all interfaces.
   *
   * @throws IOException when a selected one cannot be started
   */
  public void start(OperatorPort port) throws IOException {
    for (OperatorInterface operatorInterface : interfaces) {
      try {
        operatorInterface.start(port);
      } catch (IOException e) {
        if (isExplicit) {
          throw e;
        }
        LOG.warn("Keyboard commands are disabled: cannot read the terminal: {}", e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    for (OperatorInterface operatorInterface : interfaces) {
      operatorInterface.close();
    }
  }
}
