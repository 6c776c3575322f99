package minitaur.controller.console.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import minitaur.controller.operator.OperatorPort;
import minitaur.hal.loop.Agent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads commands as lines of a stream: standard input without a terminal. End of input has no
 * effect.
 */
public final class LineInterface implements OperatorInterface {
  private static final Logger LOG = LoggerFactory.getLogger(LineInterface.class);

  private final InputStream in;
  private final Consumer<String> lines;
  private volatile boolean closed;

  /**
   * @param in not closed, because closing does not interrupt a blocked read
   * @param lines prints a line; called from any thread
   */
  public LineInterface(InputStream in, Consumer<String> lines) {
    this.in = in;
    this.lines = lines;
  }

  @Override
  public void start(OperatorPort port) {
    String pushes = port.acceptsPushes() ? ", " + OperatorCommandParser.PUSH_HELP : "";
    lines.accept("Operator: " + OperatorCommandParser.HELP + pushes + " (each with Enter).");
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    new Agent("operator-lines", () -> read(reader, port)).start();
  }

  private long read(BufferedReader reader, OperatorPort port) {
    try {
      String line = reader.readLine();
      if (line == null || closed) {
        return Agent.DONE;
      }
      if (!line.isBlank()) {
        lines.accept(OperatorCommandParser.submit(line, port, "terminal").toLine());
      }
      return 0;
    } catch (IOException e) {
      LOG.warn("Cannot read further commands: {}", e.getMessage());
      return Agent.DONE;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
