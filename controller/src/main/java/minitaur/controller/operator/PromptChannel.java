package minitaur.controller.operator;

import java.time.InstantSource;
import java.util.List;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.PromptText;
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
  private static final long LOOK_MILLIS = 40;
  private static final double LEAST_PROGRESS = 0.01;

  private final InstantSource wallTime;
  private final PromptText text;
  private final @Nullable Prompts script;
  private final EventHistory history = new EventHistory();
  private final Object lock = new Object();
  private volatile OperatorView view;
  private volatile @Nullable String cancelled;
  private volatile Runnable onStop = () -> {};
  private Runnable whileWaiting = () -> {};
  private long prompts;

  /**
   * Source of the confirmation of the current prompt; null before that. Guarded by {@link #lock}.
   */
  private @Nullable String confirmedBy;

  /**
   * Creates a channel for a procedure that has not started.
   *
   * @param wallTime clock for the timestamps of views and events
   * @param text output to which prompts and messages are also written, on the procedure's thread
   * @param script answers immediately and writes to the same output; null when the interfaces
   *     answer
   */
  public PromptChannel(InstantSource wallTime, PromptText text, @Nullable Prompts script) {
    this.wallTime = wallTime;
    this.text = text;
    this.script = script;
    view =
        new OperatorView(
            1,
            new OperatorView.State(Phase.IDLE, "the procedure begins", wallTime.millis()),
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
  public void setWhileWaiting(Runnable look) {
    whileWaiting = look;
  }

  /** Sets the action of a stop, which runs immediately on the calling thread. */
  public void setOnStop(Runnable stop) {
    onStop = stop;
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
    requireGoingOn();
    ask(instruction, /* isWatched= */ false);
    try {
      if (script != null) {
        script.confirm(instruction);
      } else {
        text.ask(instruction);
        awaitAnswer();
      }
    } finally {
      work("", 0);
    }
    requireGoingOn();
  }

  /**
   * Shows an instruction that needs no confirmation, because its completion is detected from the
   * robot. It is shown until the next instruction or {@link #progress}.
   */
  public void watch(Instruction instruction) throws CancelledException {
    requireGoingOn();
    ask(instruction, /* isWatched= */ true);
  }

  @Override
  public void progress(String what, double part) {
    text.progress(what, part);
    ProcedureView now = procedure();
    if (!what.equals(now.activity())
        || Math.abs(part - now.part()) >= LEAST_PROGRESS
        || part >= 1) {
      work(what, part);
    }
  }

  @Override
  public void tell(String line) {
    text.tell(line);
    note(Severity.INFORMATION, line);
  }

  @Override
  public void requireGoingOn() throws CancelledException {
    String why = cancelled;
    if (why != null) {
      throw new CancelledException(why);
    }
  }

  /** Adds an event to the list without writing it to the output. */
  public void note(Severity severity, String line) {
    history.add(wallTime.millis(), severity, line);
  }

  /** Publishes the end of the procedure. */
  public void finish(String how) {
    synchronized (lock) {
      publish(Phase.FINISHED, how, ProcedureView.NONE);
    }
    note(Severity.INFORMATION, how);
  }

  private void ask(Instruction instruction, boolean isWatched) {
    synchronized (lock) {
      confirmedBy = null;
      prompts++;
      OperatorPrompt prompt =
          new OperatorPrompt(prompts, wallTime.millis(), instruction, isWatched);
      publish(Phase.IDLE, instruction.text(), new ProcedureView(prompt, "", 0));
    }
  }

  private void work(String what, double part) {
    synchronized (lock) {
      // Keep showing an emergency stop.
      if (view.phase() != Phase.EMERGENCY_STOP) {
        publish(Phase.RUNNING, what, new ProcedureView(null, what, part));
      }
    }
  }

  private void awaitAnswer() throws CancelledException {
    while (true) {
      requireGoingOn();
      whileWaiting.run();
      synchronized (lock) {
        try {
          if (confirmedBy == null && cancelled == null) {
            lock.wait(LOOK_MILLIS);
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
    OperatorView before = view;
    view =
        new OperatorView(
            before.version() + 1,
            new OperatorView.State(
                phase, reason, phase == before.phase() ? before.sinceMillis() : wallTime.millis()),
            0,
            null,
            OperatorCounts.NONE,
            procedure);
  }

  private ProcedureView procedure() {
    ProcedureView now = view.procedure();
    return now == null ? ProcedureView.NONE : now;
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
  public Answer submit(OperatorCommand command, String from) {
    if (command instanceof OperatorCommand.Stop) {
      return stop(from);
    }
    if (view.phase() == Phase.FINISHED) {
      return new Answer(false, "the procedure is over");
    }
    if (command instanceof OperatorCommand.Cancel) {
      cancel(from + " cancelled the procedure");
      return new Answer(true, "the procedure ends without a result");
    }
    if (command instanceof OperatorCommand.Confirm confirm) {
      Answer answer = confirm(confirm.prompt(), from);
      note(
          answer.accepted() ? Severity.INFORMATION : Severity.WARNING,
          "Confirm by %s%s: %s"
              .formatted(from, answer.accepted() ? "" : " refused", answer.text()));
      return answer;
    }
    return new Answer(false, "this procedure knows stop, cancel and confirm only");
  }

  private Answer stop(String from) {
    // Stop the motors before anything else.
    onStop.run();
    String why = from + " stopped the robot";
    cancel(why);
    synchronized (lock) {
      publish(Phase.EMERGENCY_STOP, why, ProcedureView.NONE);
    }
    note(Severity.FAULT, why);
    return new Answer(true, "the motors are switched off; the procedure ends");
  }

  private void cancel(String why) {
    synchronized (lock) {
      if (cancelled == null) {
        cancelled = why;
      }
      lock.notifyAll();
    }
  }

  private Answer confirm(long number, String from) {
    synchronized (lock) {
      OperatorPrompt prompt = procedure().prompt();
      if (prompt == null) {
        return new Answer(false, "no prompt is pending");
      }
      if (number != prompt.number()) {
        return new Answer(
            false, "that was prompt %d; pending is prompt %d".formatted(number, prompt.number()));
      }
      if (prompt.isWatched()) {
        return new Answer(false, "the robot itself shows when that is done");
      }
      if (confirmedBy != null) {
        return new Answer(false, "it was confirmed already by " + confirmedBy);
      }
      confirmedBy = from;
      lock.notifyAll();
      return new Answer(true, "the procedure continues");
    }
  }
}
