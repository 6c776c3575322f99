package minitaur.controller.console.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import minitaur.controller.operator.Answer;
import minitaur.controller.operator.OperatorPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders as lines of a stream: standard input without a terminal. Its end changes nothing. */
public final class LineFace implements Face {
  private static final Logger LOG = LoggerFactory.getLogger(LineFace.class);

  private final InputStream in;
  private final Consumer<String> lines;
  private @Nullable Narrator narrator;
  private volatile boolean closed;

  /**
   * @param in not closed: a read that waits could not be ended by it
   * @param lines takes each line to be shown, from any thread
   */
  public LineFace(InputStream in, Consumer<String> lines) {
    this.in = in;
    this.lines = lines;
  }

  @Override
  public void start(OperatorPort port) {
    lines.accept("Operator: " + SpokenCommand.HELP + " (each with Enter).");
    Narrator started = new Narrator(port, lines);
    narrator = started;
    started.start();
    Thread reader = new Thread(() -> read(port), "operator-lines");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(OperatorPort port) {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      for (String line = reader.readLine(); line != null && !closed; line = reader.readLine()) {
        if (!line.isBlank()) {
          Answer answer = SpokenCommand.submit(line, port, "terminal");
          lines.accept((answer.accepted() ? "" : "No: ") + answer.text());
        }
      }
    } catch (IOException e) {
      LOG.warn("No more orders can be read: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    Narrator started = narrator;
    if (started != null) {
      started.close();
    }
  }
}
