package minitaur.controller.console.web;

import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.controller.operator.CommandResponse;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorPort;

/** Submits commands to the port; repeated requests of a press act once. Thread-safe. */
final class CommandDeduplicator {
  /** Number of presses whose answers are stored. */
  private static final int MAX_STORED_ANSWERS = 256;

  private final OperatorPort port;
  private final Map<String, CommandResponse> answers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CommandResponse> eldest) {
          return size() > MAX_STORED_ANSWERS;
        }
      };

  CommandDeduplicator(OperatorPort port) {
    this.port = port;
  }

  /** Whether the robot can be pushed. */
  boolean acceptsPushes() {
    return port.acceptsPushes();
  }

  /** Submits a command and returns the answer; a repeated request gets the stored answer. */
  CommandResponse submit(CommandRequest request, String from) {
    if (request.command() instanceof OperatorCommand.Stop) {
      // A stop never waits for another command, and is harmless when repeated.
      return port.submit(request.command(), from);
    }
    synchronized (answers) {
      CommandResponse stored = answers.get(request.id());
      if (stored != null) {
        return stored;
      }
      CommandResponse answer = port.submit(request.command(), from);
      answers.put(request.id(), answer);
      return answer;
    }
  }
}
