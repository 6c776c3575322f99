package minitaur.controller.console.terminal;

import java.util.Locale;
import minitaur.controller.operator.CommandResponse;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.ResetRequest;

/** Parser of typed commands. */
final class OperatorCommandParser {
  /** Additional commands if the robot can be pushed. */
  static final String PUSH_HELP = "push forward, backward, left or right";

  static final String HELP = "s stop, r reset done, p pause, c continue, release";

  private OperatorCommandParser() {}

  /**
   * Submits the command of a line.
   *
   * @param line word or letter of a command of {@link #HELP}; {@code reset} may be followed by the
   *     number of the request
   * @param from name of the interface, for the log
   */
  static CommandResponse submit(String line, OperatorPort port, String from) {
    String[] words = line.strip().toLowerCase(Locale.ROOT).split("\\s+");
    return switch (words[0]) {
      case "s", "stop" -> port.submit(new OperatorCommand.Stop(), from);
      case "p", "pause" -> port.submit(new OperatorCommand.Pause(), from);
      case "c", "continue", "resume" -> port.submit(new OperatorCommand.Resume(), from);
      case "release" -> port.submit(new OperatorCommand.Release(), from);
      case "push" -> push(words, port, from);
      case "r", "reset", "done" -> resetDone(words, port, from);
      default -> new CommandResponse(false, "unknown command: " + line.strip() + " (" + HELP + ")");
    };
  }

  private static CommandResponse push(String[] words, OperatorPort port, String from) {
    double strength = OperatorCommand.Push.DEFAULT_IMPULSE;
    return switch (words[words.length - 1]) {
      case "forward" -> port.submit(new OperatorCommand.Push(strength, 0), from);
      case "backward" -> port.submit(new OperatorCommand.Push(-strength, 0), from);
      case "left" -> port.submit(new OperatorCommand.Push(0, strength), from);
      case "right" -> port.submit(new OperatorCommand.Push(0, -strength), from);
      default ->
          new CommandResponse(
              false, "give the direction: push forward, push backward, push left or push right");
    };
  }

  private static CommandResponse resetDone(String[] words, OperatorPort port, String from) {
    String last = words[words.length - 1];
    if (last.matches("\\d{1,18}")) {
      return port.submit(new OperatorCommand.ResetDone(Long.parseLong(last)), from);
    }
    ResetRequest request = port.view().request();
    return request == null
        ? new CommandResponse(false, "no reset is pending")
        : port.submit(new OperatorCommand.ResetDone(request.number()), from);
  }
}
