package minitaur.controller.console.web;

import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.controller.operator.Answer;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorPort;

/** Hands commands to the port, each press once however often its request arrives. Any thread. */
final class CommandDesk {
  /** Presses whose answers are remembered. */
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

  /** The port's answer, or the one it gave when this press came before. */
  Answer submit(CommandRequest request, String from) {
    if (request.command() instanceof OperatorCommand.Stop) {
      // A stop waits for no other command, and told twice it does no harm.
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
