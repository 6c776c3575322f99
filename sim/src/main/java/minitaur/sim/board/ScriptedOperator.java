package minitaur.sim.board;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import minitaur.sim.RobotHandler;
import minitaur.sim.SimulatedRobot;
import org.jspecify.annotations.Nullable;

/**
 * Scripted operator of an emulated robot that executes queued commands one at a time. Between
 * commands it applies {@link AutoReset}, unless the robot is held or on a stand. Commands can be
 * added from any thread; the board's thread executes them.
 */
public final class ScriptedOperator implements Consumer<EmulatedBoard> {
  /** Time after which released legs hang still on a stand. */
  private static final long SETTLE_NANOS = 1_000_000_000;

  private final AutoReset autoReset;
  private final boolean autoResetEnabled;
  private final RobotHandler handler;
  private final Queue<Job> pending = new ConcurrentLinkedQueue<>();
  private @Nullable Job current;
  private long endNanos;
  private boolean isHeld;
  private boolean isOnStand;

  private record Job(HandlingCommand command, CompletableFuture<@Nullable Void> completion) {}

  /**
   * @param autoReset resets the robot to its start pose
   * @param autoResetEnabled whether resets also happen without a command
   * @param handler handling of the same robot
   */
  public ScriptedOperator(AutoReset autoReset, boolean autoResetEnabled, RobotHandler handler) {
    this.autoReset = autoReset;
    this.autoResetEnabled = autoResetEnabled;
    this.handler = handler;
  }

  /** Queues a command; the future completes when the command is done. */
  public CompletableFuture<@Nullable Void> submit(HandlingCommand command) {
    CompletableFuture<@Nullable Void> completion = new CompletableFuture<>();
    pending.add(new Job(command, completion));
    return completion;
  }

  @Override
  public void accept(EmulatedBoard board) {
    SimulatedRobot robot = board.robot();
    Job job = current;
    if (job != null && robot.timeNanos() >= endNanos) {
      if (job.command instanceof HandlingCommand.Stand && !isOnStand) {
        isOnStand = true;
        robot.putOnStand();
        endNanos = robot.timeNanos() + SETTLE_NANOS;
      } else {
        current = null;
        job.completion.complete(null);
      }
    }
    if (current == null) {
      Job next = pending.poll();
      if (next != null) {
        current = next;
        endNanos = execute(next.command, board);
      }
    }
    if (!isHeld && (autoResetEnabled || autoReset.isHolding())) {
      autoReset.accept(board);
    }
  }

  /** Starts a command and returns its end in the robot's time. */
  private long execute(HandlingCommand command, EmulatedBoard board) {
    SimulatedRobot robot = board.robot();
    isHeld =
        !(command instanceof HandlingCommand.Start) && !(command instanceof HandlingCommand.Free);
    if (command instanceof HandlingCommand.Start) {
      autoReset.reset(board);
    } else if (command instanceof HandlingCommand.Free) {
      robot.release();
    } else if (command instanceof HandlingCommand.Stand) {
      isOnStand = false;
      return handler.hold(HandlingCommand.unchangedAngles(), 0, 0).endNanos();
    } else if (command instanceof HandlingCommand.Hold hold) {
      return handler.hold(hold.motorAngle(), hold.roll(), hold.pitch()).endNanos();
    } else if (command instanceof HandlingCommand.Push push) {
      return handler
          .moveAlongFloor(HandlingCommand.unchangedAngles(), push.forwardMetres(), push.turnRad())
          .endNanos();
    } else if (command instanceof HandlingCommand.Bend bend) {
      return handler.turnMotor(bend.motor(), bend.angleRad()).endNanos();
    }
    return robot.timeNanos();
  }
}
