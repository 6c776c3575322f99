package minitaur.controller.operator;

import java.time.InstantSource;
import java.util.List;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.PromptPrinter;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.operator.OperatorEvent.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Connects a procedure to the operator interfaces: the procedure's thread issues prompts and waits;
 * any number of interfaces on other threads display the prompts and answer them. The first answer
 * counts; the prompt number lets answers to earlier prompts be rejected. Like a cancel, a stop ends
 * the procedure; it also switches the motors off immediately.
 */
public final class PromptChannel implements Prompts, OperatorPort {
  private static final long WAIT_PERIOD_MILLIS = 40;
  private static final double MIN_PROGRESS_CHANGE = 0.01;

  private final InstantSource wallTime;
  private final PromptPrinter printer;
  private final @Nullable Prompts scriptedPrompts;
  private final EventHistory history = new EventHistory();
  private final Object lock = new Object();
  private volatile OperatorView view;
  private volatile @Nullable String cancelReason;
  private volatile Runnable onStop = () -> {};
  private Runnable onWaitTick = () -> {};
  private long promptCount;

  /**
   * Source of the confirmation of the current prompt; null before that. Guarded by {@link #lock}.
   */
  private @Nullable String confirmedBy;

  /**
   * Creates a channel for a procedure that has not started.
   *
   * @param wallTime clock for the timestamps of views and events
   * @param printer output to which prompts and messages are also written, on the procedure's thread
   * @param scriptedPrompts answers immediately and writes to the same output; null when the
   *     interfaces answer
   */
  public PromptChannel(
      InstantSource wallTime, PromptPrinter printer, @Nullable Prompts scriptedPrompts) {
    this.wallTime = wallTime;
    this.printer = printer;
    this.scriptedPrompts = scriptedPrompts;
    view =
        new OperatorView(
            1,
            /* haltVersion= */ 0,
            new OperatorView.State(Phase.IDLE, "the procedure has not started", wallTime.millis()),
            0,
            null,
            OperatorCounts.NONE,
            ProcedureView.NONE);
  }

  // --- Procedure thread ---

  /**
   * Sets an action that is repeated while the procedure waits for an answer, such as reading the
   * robot for the interfaces.
   */
  public void setOnWaitTick(Runnable action) {
    onWaitTick = action;
  }

  /** Sets the action of a stop, which runs immediately on the calling thread. */
  public void setOnStop(Runnable action) {
    onStop = action;
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
    throwIfCancelled();
    publishPrompt(instruction, /* isAutoDetected= */ false);
    try {
      if (scriptedPrompts != null) {
        scriptedPrompts.confirm(instruction);
      } else {
        printer.printInstruction(instruction);
        awaitConfirmation();
      }
    } finally {
      publishActivity("", 0);
    }
    throwIfCancelled();
  }

  /**
   * Shows an instruction that needs no confirmation, because its completion is detected from the
   * robot. It is shown until the next instruction or {@link #reportProgress}.
   */
  public void showAutoDetected(Instruction instruction) throws CancelledException {
    throwIfCancelled();
    publishPrompt(instruction, /* isAutoDetected= */ true);
  }

  @Override
  public void reportProgress(String activity, double fraction) {
    printer.printProgress(activity, fraction);
    ProcedureView current = procedure();
    if (!activity.equals(current.activity())
        || Math.abs(fraction - current.progress()) >= MIN_PROGRESS_CHANGE
        || fraction >= 1) {
      publishActivity(activity, fraction);
    }
  }

  @Override
  public void showMessage(String message) {
    printer.printLine(message);
    addEvent(Severity.INFORMATION, message);
  }

  @Override
  public void throwIfCancelled() throws CancelledException {
    String reason = cancelReason;
    if (reason != null) {
      throw new CancelledException(reason);
    }
  }

  /** Adds an event to the list without writing it to the output. */
  public void addEvent(Severity severity, String message) {
    history.add(wallTime.millis(), severity, message);
  }

  /** Publishes the end of the procedure. */
  public void finish(String result) {
    synchronized (lock) {
      publish(Phase.FINISHED, result, ProcedureView.NONE);
    }
    addEvent(Severity.INFORMATION, result);
  }

  private void publishPrompt(Instruction instruction, boolean isAutoDetected) {
    synchronized (lock) {
      if (view.phase() == Phase.EMERGENCY_STOP) {
        return; // Keep showing an emergency stop.
      }
      confirmedBy = null;
      promptCount++;
      OperatorPrompt prompt =
          new OperatorPrompt(promptCount, wallTime.millis(), instruction, isAutoDetected);
      publish(Phase.IDLE, instruction.text(), new ProcedureView(prompt, "", 0));
    }
  }

  private void publishActivity(String activity, double fraction) {
    synchronized (lock) {
      // Keep showing an emergency stop.
      if (view.phase() != Phase.EMERGENCY_STOP) {
        publish(Phase.RUNNING, activity, new ProcedureView(null, activity, fraction));
      }
    }
  }

  private void awaitConfirmation() throws CancelledException {
    while (true) {
      throwIfCancelled();
      onWaitTick.run();
      synchronized (lock) {
        try {
          if (confirmedBy == null && cancelReason == null) {
            lock.wait(WAIT_PERIOD_MILLIS);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new CancelledException("interrupted");
        }
        if (confirmedBy != null) {
          return;
        }
      }
    }
  }

  private void publish(Phase phase, String reason, ProcedureView procedure) {
    OperatorView previous = view;
    view =
        new OperatorView(
            previous.version() + 1,
            /* haltVersion= */ 0,
            new OperatorView.State(
                phase,
                reason,
                phase == previous.phase() ? previous.sinceMillis() : wallTime.millis()),
            0,
            null,
            OperatorCounts.NONE,
            procedure);
  }

  private ProcedureView procedure() {
    ProcedureView current = view.procedure();
    return current == null ? ProcedureView.NONE : current;
  }

  // --- Operator interfaces: any thread ---

  @Override
  public OperatorView view() {
    return view;
  }

  @Override
  public List<OperatorEvent> events(long after) {
    return history.after(after);
  }

  @Override
  public CommandResponse submit(OperatorCommand command, String source) {
    if (command instanceof OperatorCommand.Stop) {
      return stop(source);
    }
    if (view.phase() == Phase.FINISHED) {
      return new CommandResponse(false, "the procedure has finished");
    }
    if (command instanceof OperatorCommand.Cancel) {
      cancel(source + " cancelled the procedure");
      return new CommandResponse(true, "the procedure ends without a result");
    }
    if (command instanceof OperatorCommand.Confirm confirm) {
      CommandResponse response = confirm(confirm.prompt(), source);
      addEvent(
          response.accepted() ? Severity.INFORMATION : Severity.WARNING,
          "Confirm by %s%s: %s"
              .formatted(source, response.accepted() ? "" : " rejected", response.message()));
      return response;
    }
    return new CommandResponse(false, "only stop, cancel and confirm are available here");
  }

  private CommandResponse stop(String source) {
    // Stop the motors before anything else.
    onStop.run();
    String reason = source + " stopped the robot";
    cancel(reason);
    synchronized (lock) {
      publish(Phase.EMERGENCY_STOP, reason, ProcedureView.NONE);
    }
    addEvent(Severity.FAULT, reason);
    return new CommandResponse(true, "the motors are switched off; the procedure ends");
  }

  private void cancel(String reason) {
    synchronized (lock) {
      if (cancelReason == null) {
        cancelReason = reason;
      }
      lock.notifyAll();
    }
  }

  private CommandResponse confirm(long number, String source) {
    synchronized (lock) {
      OperatorPrompt prompt = procedure().prompt();
      if (cancelReason != null) {
        return new CommandResponse(false, "the procedure ends: " + cancelReason);
      }
      if (prompt == null) {
        return new CommandResponse(false, "no prompt is pending");
      }
      if (number != prompt.number()) {
        return new CommandResponse(
            false, "prompt %d is not pending; prompt %d is".formatted(number, prompt.number()));
      }
      if (prompt.isAutoDetected()) {
        return new CommandResponse(false, "completion is detected automatically");
      }
      if (confirmedBy != null) {
        return new CommandResponse(false, "it was already confirmed by " + confirmedBy);
      }
      confirmedBy = source;
      lock.notifyAll();
      return new CommandResponse(true, "the procedure continues");
    }
  }
}
