package minitaur.controller.console.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Queue;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.OperatorPrompt;
import minitaur.controller.operator.ProcedureView;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads typed answers to the prompts of a procedure. An empty line or {@code yes} confirms the
 * current prompt, {@code yes 3} only instruction 3, {@code yes all} the current and all following
 * prompts; {@code stop} stops the motors at any time; any other line cancels. Lines typed at a
 * terminal before the start are ignored. Does not print the prompts.
 */
public final class PromptLineInterface implements OperatorInterface {
  private static final Logger LOG = LoggerFactory.getLogger(PromptLineInterface.class);
  private static final long POLL_NANOS = 20_000_000;
  private static final String SOURCE = "terminal";

  /** Max number of lines of a script that are read before their prompts. */
  private static final int MAX_SCRIPT_LINES = 1000;

  private final BufferedReader lines;
  private final boolean isTerminal;
  private final boolean isSoleInterface;
  private volatile boolean closed;
  private long lastAnswered;

  /** Lines of a script that wait for their prompts. */
  private final Queue<String> scriptLines = new ArrayDeque<>();

  /** Whether the operator has confirmed all prompts that do not reject a confirmation. */
  private boolean confirmsAll;

  /**
   * @param in not closed, because closing does not interrupt a blocked read
   * @param isTerminal whether the operator types the lines: then a confirmation without an open
   *     prompt is ignored; otherwise it waits for the next prompt
   * @param isSoleInterface whether no other interface can answer: then end of input cancels the
   *     procedure
   */
  public PromptLineInterface(Reader in, boolean isTerminal, boolean isSoleInterface) {
    lines = new BufferedReader(in);
    this.isTerminal = isTerminal;
    this.isSoleInterface = isSoleInterface;
  }

  @Override
  public void start(OperatorPort port) throws IOException {
    if (isTerminal) {
      discardReady(lines);
    }
    new Agent("operator-lines", () -> read(port)).start();
  }

  /** Discards all input that can be read without blocking. */
  static void discardReady(Reader in) throws IOException {
    while (in.ready() && in.read() >= 0) {
      // Continues with the next character.
    }
  }

  private long read(OperatorPort port) {
    if (closed) {
      return Agent.DONE;
    }
    OperatorPrompt prompt = openPrompt(port);
    if (confirmsAll && prompt != null) {
      submitAnswer(prompt.instruction().rejectionReason() == null ? "yes" : "no", prompt, port);
      return 0;
    }
    if (prompt != null && !scriptLines.isEmpty()) {
      execute(scriptLines.remove(), prompt, port);
      return 0;
    }
    try {
      // Without a prompt, a line may still be a stop.
      if (prompt == null && (scriptLines.size() == MAX_SCRIPT_LINES || !lines.ready())) {
        return POLL_NANOS;
      }
      String line = lines.readLine();
      if (line != null) {
        accept(line.strip(), port);
        return 0;
      }
      if (prompt == null) {
        // The end of the input matters only to a prompt.
        return POLL_NANOS;
      }
      if (isSoleInterface) {
        port.submit(new OperatorCommand.Cancel(), "end of input");
      }
    } catch (IOException e) {
      LOG.warn("Cannot read further answers: {}", e.getMessage());
    }
    return Agent.DONE;
  }

  private void accept(String line, OperatorPort port) {
    // Another interface may have answered the prompt.
    OperatorPrompt prompt = openPrompt(port);
    if (line.equals("stop") || line.equals("s")) {
      port.submit(new OperatorCommand.Stop(), SOURCE);
    } else if (prompt == null && !isTerminal && !confirmsAll) {
      scriptLines.add(line);
    } else {
      execute(line, prompt, port);
    }
  }

  private void execute(String line, @Nullable OperatorPrompt prompt, OperatorPort port) {
    if (line.isEmpty() || line.matches("yes( all| \\d{1,4})?")) {
      if (prompt != null) {
        submitAnswer(line, prompt, port);
      }
      confirmsAll |= line.equals("yes all");
    } else {
      port.submit(new OperatorCommand.Cancel(), SOURCE);
    }
  }

  private void submitAnswer(String line, OperatorPrompt prompt, OperatorPort port) {
    lastAnswered = prompt.number();
    boolean isOtherNumber =
        line.matches("yes \\d+") && !line.equals("yes " + prompt.instruction().number());
    port.submit(
        isOtherNumber || line.equals("no")
            ? new OperatorCommand.Cancel()
            : new OperatorCommand.Confirm(prompt.number()),
        SOURCE);
  }

  /** The open prompt that this interface has not answered; null if there is none. */
  private @Nullable OperatorPrompt openPrompt(OperatorPort port) {
    ProcedureView procedure = port.view().procedure();
    OperatorPrompt prompt = procedure == null ? null : procedure.prompt();
    return prompt == null || prompt.isAutoDetected() || prompt.number() == lastAnswered
        ? null
        : prompt;
  }

  @Override
  public void close() {
    closed = true;
  }
}
