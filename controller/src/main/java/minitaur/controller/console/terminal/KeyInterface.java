package minitaur.controller.console.terminal;

import java.io.IOException;
import java.util.function.Consumer;
import minitaur.controller.operator.OperatorPort;
import minitaur.hal.loop.Agent;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.ShutdownHooks;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads commands as single key presses on a terminal, without Enter. Signal keys stay enabled, so
 * that Ctrl-C still ends the run.
 */
public final class KeyInterface implements OperatorInterface {
  private static final Logger LOG = LoggerFactory.getLogger(KeyInterface.class);
  private static final String KEYS =
      "s or space: stop, r: reset done, p: pause, c: continue, L: release the emergency stop";
  private static final String PUSH_KEYS = ", arrow keys: push the robot";
  private static final int ESCAPE = 27;
  private static final long POLL_MILLIS = 200;

  /** Timeout for the rest of an escape sequence, which arrives with its first byte. */
  private static final long SEQUENCE_TIMEOUT_MILLIS = 20;

  private final Consumer<String> lines;
  private @Nullable Terminal terminal;
  private @Nullable Attributes originalAttributes;
  private @Nullable Attributes keyAttributes;
  private @Nullable Agent keyReader;
  private volatile boolean closed;

  /**
   * @param lines prints a line; called from any thread
   */
  public KeyInterface(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void start(OperatorPort port) throws IOException {
    // After Ctrl-C the running episode continues to its end. Until then, a key must stop the robot.
    System.setProperty(ShutdownHooks.PROP_DISABLE_SHUTDOWN_HOOK, "true");
    // A background process must keep running instead of being suspended when it reads keys.
    JobControl.ignoreBackgroundSignals();
    Terminal opened = TerminalBuilder.builder().system(true).nativeSignals(false).build();
    terminal = opened;
    originalAttributes = opened.getAttributes();
    Attributes keys = opened.getAttributes();
    keys.setLocalFlag(Attributes.LocalFlag.ICANON, false);
    keys.setLocalFlag(Attributes.LocalFlag.ECHO, false);
    keys.setControlChar(Attributes.ControlChar.VMIN, 1);
    keys.setControlChar(Attributes.ControlChar.VTIME, 0);
    keyAttributes = keys;
    // The shell changes the terminal attributes while the process is suspended.
    Signals.register("CONT", () -> startReading(opened, port));
    startReading(opened, port);
  }

  /** Starts reading single keys, unless the process is in the background. */
  private synchronized void startReading(Terminal opened, OperatorPort port) {
    Attributes keys = keyAttributes;
    if (closed || keys == null) {
      return;
    }
    if (!JobControl.isForeground()) {
      lines.accept("In the background: keys have no effect until fg. To stop: kill the process.");
      return;
    }
    opened.setAttributes(keys);
    lines.accept("Operator: " + keys(port) + ".");
    Agent previousReader = keyReader;
    if (previousReader == null || !previousReader.isRunning()) {
      NonBlockingReader reader = opened.reader();
      Agent agent = new Agent("operator-keys", () -> read(reader, port));
      keyReader = agent;
      agent.start();
    }
  }

  private long read(NonBlockingReader reader, OperatorPort port) {
    if (!JobControl.isForeground()) {
      return closed ? Agent.DONE : POLL_MILLIS * 1_000_000;
    }
    try {
      int key = reader.read(POLL_MILLIS);
      if (key == ESCAPE) {
        execute(arrow(reader), port);
      } else if (key >= 0) {
        execute((char) key, port);
      }
      return closed || key == NonBlockingReader.EOF ? Agent.DONE : 0;
    } catch (IOException e) {
      if (!closed && JobControl.isForeground()) {
        LOG.warn("Cannot read keys from the terminal: {}", e.getMessage());
      }
      return Agent.DONE;
    }
  }

  private static String keys(OperatorPort port) {
    return port.acceptsPushes() ? KEYS + PUSH_KEYS : KEYS;
  }

  /**
   * The command of an arrow key, whose sequence is ESC [ or ESC O and a letter; empty for another
   * sequence.
   */
  private static String arrow(NonBlockingReader reader) throws IOException {
    int second = reader.read(SEQUENCE_TIMEOUT_MILLIS);
    if (second != '[' && second != 'O') {
      return "";
    }
    return switch (reader.read(SEQUENCE_TIMEOUT_MILLIS)) {
      case 'A' -> "push forward";
      case 'B' -> "push backward";
      case 'C' -> "push right";
      case 'D' -> "push left";
      default -> "";
    };
  }

  private void execute(char key, OperatorPort port) {
    String command =
        switch (key) {
          case ' ', 's', 'S' -> "stop";
          case 'r', 'R' -> "reset";
          case 'p', 'P' -> "pause";
          case 'c', 'C' -> "continue";
          // Uppercase only, to prevent an accidental release.
          case 'L' -> "release";
          default -> "";
        };
    if (command.isEmpty()) {
      if (!Character.isWhitespace(key)) {
        lines.accept(keys(port));
      }
      return;
    }
    execute(command, port);
  }

  private void execute(String command, OperatorPort port) {
    if (command.isEmpty()) {
      return;
    }
    lines.accept(OperatorCommandParser.submit(command, port, "terminal").toLine());
  }

  @Override
  public void close() {
    closed = true;
    Terminal opened = terminal;
    Attributes original = originalAttributes;
    if (opened != null && original != null) {
      if (JobControl.isForeground()) {
        opened.setAttributes(original);
      }
      try {
        opened.close();
      } catch (IOException e) {
        LOG.debug("Failed to close the terminal.", e);
      }
    }
  }
}
