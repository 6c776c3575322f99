package minitaur.controller.console.web;

import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.controller.operator.Answer;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorPort;

/** Submits commands to the port; repeated requests of a press act once. Thread-safe. */
final class CommandDesk {
  /** Number of presses whose answers are stored. */
  private static final int REMEMBERED = 256;

  private final OperatorPort port;
  private final Map<String, Answer> answers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
          return size() > REMEMBERED;
        }
      };

  CommandDesk(OperatorPort port) {
    this.port = port;
  }

  /** Whether the robot can be pushed. */
  boolean acceptsPushes() {
    return port.acceptsPushes();
  }

  /** Submits a command and returns the answer; a repeated request gets the stored answer. */
  Answer submit(CommandRequest request, String from) {
    if (request.command() instanceof OperatorCommand.Stop) {
      // A stop never waits for another command, and is harmless when repeated.
      return port.submit(request.command(), from);
    }
    synchronized (answers) {
      Answer before = answers.get(request.id());
      if (before != null) {
        return before;
      }
      Answer answer = port.submit(request.command(), from);
      answers.put(request.id(), answer);
      return answer;
    }
  }
}
