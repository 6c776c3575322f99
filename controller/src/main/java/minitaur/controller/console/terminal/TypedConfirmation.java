package minitaur.controller.console.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import minitaur.hal.loop.Agent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prompts the operator at the terminal to place the robot, and waits for Enter without blocking a
 * stop signal. Any other line is a stop, also while the robot moves.
 */
public final class TypedConfirmation implements Predicate<String> {
  private static final Logger LOG = LoggerFactory.getLogger(TypedConfirmation.class);
  private static final long POLL_MILLIS = 50;

  /** Marks the end of the input in the queue; no line contains it. */
  private static final String END_OF_INPUT = "\n";

  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final BooleanSupplier stop;
  private final BufferedReader in;
  private final boolean isTerminal;
  private volatile boolean stopTyped;
  private boolean started;

  /**
   * @param in input of the operator
   * @param isTerminal whether the operator types the input: then a line from before the first
   *     prompt does not answer it
   * @param stop polled while waiting; true aborts the wait
   */
  public TypedConfirmation(Reader in, boolean isTerminal, BooleanSupplier stop) {
    this.in = new BufferedReader(in);
    this.isTerminal = isTerminal;
    this.stop = stop;
  }

  /** Whether the operator has typed a stop since the first prompt. Thread-safe. */
  public boolean isStopTyped() {
    return stopTyped;
  }

  /** Waits for Enter; returns false at end of input or on a stop. */
  @Override
  public boolean test(String reason) {
    if (!started && isTerminal && !discardTypedAhead()) {
      return false;
    }
    lines.removeIf(line -> !line.equals(END_OF_INPUT));
    LOG.warn(
        "Reset: {}. Place the robot at the start, step back and press Enter. To stop the robot at"
            + " any time, type stop and Enter.",
        reason);
    if (!started) {
      started = true;
      new Agent("operator-lines", Agent.once(this::read)).start();
    }
    try {
      while (!stopTyped && !stop.getAsBoolean()) {
        String line = lines.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (line != null) {
          return !stopTyped && !line.equals(END_OF_INPUT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** Discards the input so far; false if the terminal cannot be read. */
  private boolean discardTypedAhead() {
    try {
      PromptLineInterface.discardReady(in);
      return true;
    } catch (IOException e) {
      LOG.warn("Cannot read from the terminal: {}", e.getMessage());
      return false;
    }
  }

  private void read() throws IOException {
    try (BufferedReader reader = in) {
      String line = reader.readLine();
      while (line != null) {
        if (!line.isBlank() && !line.strip().equals("yes")) {
          stopTyped = true;
        }
        lines.add(line);
        line = reader.readLine();
      }
    } finally {
      lines.add(END_OF_INPUT);
    }
  }
}
