package minitaur.sim.board;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import minitaur.sim.RobotHandling;
import minitaur.sim.SimulatedRobot;
import org.jspecify.annotations.Nullable;

/**
 * Scripted operator of an emulated robot that executes queued orders one at a time. Between orders
 * it acts as {@link StartPlacement}, unless the robot is held or on a stand. Orders can be added
 * from any thread; the board's thread executes them.
 */
public final class ScriptedOperator implements Consumer<EmulatedBoard> {
  /** Time after which released legs hang still on a stand. */
  private static final long DROP_NANOS = 1_000_000_000;

  private final StartPlacement resets;
  private final boolean looksAfter;
  private final RobotHandling hand;
  private final Queue<Job> waiting = new ConcurrentLinkedQueue<>();
  private @Nullable Job current;
  private long endNanos;
  private boolean inHand;
  private boolean onStand;

  private record Job(HandlingOrder order, CompletableFuture<@Nullable Void> done) {}

  /**
   * @param resets resets the robot to its start pose
   * @param looksAfter whether resets also happen without an order
   * @param hand handling of the same robot
   */
  public ScriptedOperator(StartPlacement resets, boolean looksAfter, RobotHandling hand) {
    this.resets = resets;
    this.looksAfter = looksAfter;
    this.hand = hand;
  }

  /** Queues an order; the future completes when the order is done. */
  public CompletableFuture<@Nullable Void> order(HandlingOrder order) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    waiting.add(new Job(order, done));
    return done;
  }

  @Override
  public void accept(EmulatedBoard board) {
    SimulatedRobot robot = board.robot();
    Job job = current;
    if (job != null && robot.timeNanos() >= endNanos) {
      if (job.order instanceof HandlingOrder.Stand && !onStand) {
        onStand = true;
        robot.putOnStand();
        endNanos = robot.timeNanos() + DROP_NANOS;
      } else {
        current = null;
        job.done.complete(null);
      }
    }
    if (current == null) {
      Job next = waiting.poll();
      if (next != null) {
        current = next;
        endNanos = begin(next.order, board);
      }
    }
    if (!inHand && (looksAfter || resets.isHolding())) {
      resets.accept(board);
    }
  }

  /** Starts an order and returns its end in the robot's time. */
  private long begin(HandlingOrder order, EmulatedBoard board) {
    SimulatedRobot robot = board.robot();
    inHand = !(order instanceof HandlingOrder.Start) && !(order instanceof HandlingOrder.Free);
    if (order instanceof HandlingOrder.Start) {
      resets.place(board);
    } else if (order instanceof HandlingOrder.Free) {
      robot.letGo();
    } else if (order instanceof HandlingOrder.Stand) {
      onStand = false;
      return hand.hold(HandlingOrder.anywhere(), 0, 0).endNanos();
    } else if (order instanceof HandlingOrder.Hold hold) {
      return hand.hold(hold.motorAngle(), hold.roll(), hold.pitch()).endNanos();
    } else if (order instanceof HandlingOrder.Push push) {
      return hand.push(HandlingOrder.anywhere(), push.forwardMetres(), push.turnRad()).endNanos();
    } else if (order instanceof HandlingOrder.Bend bend) {
      return hand.bend(bend.motor(), bend.angleRad()).endNanos();
    }
    return robot.timeNanos();
  }
}
