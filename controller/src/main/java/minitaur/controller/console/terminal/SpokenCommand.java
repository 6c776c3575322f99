package minitaur.controller.console.terminal;

import java.util.Locale;
import minitaur.controller.operator.Answer;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.ResetRequest;

/** Orders as people type them. */
final class SpokenCommand {
  /** What can be typed where the robot can be pushed. */
  static final String PUSH_HELP = "push forward, backward, left or right";

  /** What can be typed. */
  static final String HELP = "s stop, r reset done, p pause, c continue, release";

  private SpokenCommand() {}

  /**
   * Does what a line says.
   *
   * @param line a word of {@link #HELP} or its first letter; a reset's number may follow
   * @param from who typed it
   */
  static Answer submit(String line, OperatorPort port, String from) {
    String[] words = line.strip().toLowerCase(Locale.ROOT).split("\\s+");
    return switch (words[0]) {
      case "s", "stop" -> port.submit(new OperatorCommand.Stop(), from);
      case "p", "pause" -> port.submit(new OperatorCommand.Pause(), from);
      case "c", "continue", "resume" -> port.submit(new OperatorCommand.Resume(), from);
      case "release" -> port.submit(new OperatorCommand.Release(), from);
      case "push" -> push(words, port, from);
      case "r", "reset", "done" -> resetDone(words, port, from);
      default -> new Answer(false, "not understood: " + line.strip() + " (" + HELP + ")");
    };
  }

  private static Answer push(String[] words, OperatorPort port, String from) {
    double strength = OperatorCommand.Push.DEFAULT;
    return switch (words[words.length - 1]) {
      case "forward" -> port.submit(new OperatorCommand.Push(strength, 0), from);
      case "backward" -> port.submit(new OperatorCommand.Push(-strength, 0), from);
      case "left" -> port.submit(new OperatorCommand.Push(0, strength), from);
      case "right" -> port.submit(new OperatorCommand.Push(0, -strength), from);
      default ->
          new Answer(
              false, "give the direction: push forward, push backward, push left or push right");
    };
  }

  private static Answer resetDone(String[] words, OperatorPort port, String from) {
    String last = words[words.length - 1];
    if (last.matches("\\d{1,18}")) {
      return port.submit(new OperatorCommand.ResetDone(Long.parseLong(last)), from);
    }
    ResetRequest request = port.view().request();
    return request == null
        ? new Answer(false, "no reset is asked for")
        : port.submit(new OperatorCommand.ResetDone(request.number()), from);
  }
}
