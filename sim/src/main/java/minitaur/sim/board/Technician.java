package minitaur.sim.board;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import minitaur.sim.CarefulHand;
import minitaur.sim.SimulatedRobot;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who does with an emulated robot what he is told, one order after the other, and in
 * between looks after it as an {@link OperatorHand} does, unless he holds it or it is on a stand.
 * Orders come from any thread; they are carried out by the board's.
 */
public final class Technician implements Consumer<EmulatedBoard> {
  /** Legs that are let go on a stand hang still after this. */
  private static final long DROP_NANOS = 1_000_000_000;

  private final OperatorHand resets;
  private final boolean looksAfter;
  private final CarefulHand hand;
  private final Queue<Job> waiting = new ConcurrentLinkedQueue<>();
  private @Nullable Job current;
  private long endNanos;
  private boolean inHand;
  private boolean onStand;

  private record Job(HandOrder order, CompletableFuture<@Nullable Void> done) {}

  /**
   * @param resets puts the robot to the start
   * @param looksAfter whether that is done without an order too
   * @param hand of the same robot
   */
  public Technician(OperatorHand resets, boolean looksAfter, CarefulHand hand) {
    this.resets = resets;
    this.looksAfter = looksAfter;
    this.hand = hand;
  }

  /** Tells him something; the answer is complete when it is done. */
  public CompletableFuture<@Nullable Void> order(HandOrder order) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    waiting.add(new Job(order, done));
    return done;
  }

  @Override
  public void accept(EmulatedBoard board) {
    SimulatedRobot robot = board.robot();
    Job job = current;
    if (job != null && robot.timeNanos() >= endNanos) {
      if (job.order instanceof HandOrder.Stand && !onStand) {
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

  /** Begins an order; when it is done, in the robot's time. */
  private long begin(HandOrder order, EmulatedBoard board) {
    SimulatedRobot robot = board.robot();
    inHand = !(order instanceof HandOrder.Start) && !(order instanceof HandOrder.Free);
    if (order instanceof HandOrder.Start) {
      resets.place(board);
    } else if (order instanceof HandOrder.Free) {
      robot.letGo();
    } else if (order instanceof HandOrder.Stand) {
      onStand = false;
      return hand.hold(HandOrder.anywhere(), 0, 0).endNanos();
    } else if (order instanceof HandOrder.Hold hold) {
      return hand.hold(hold.motorAngle(), hold.roll(), hold.pitch()).endNanos();
    } else if (order instanceof HandOrder.Push push) {
      return hand.push(HandOrder.anywhere(), push.forwardMetres(), push.turnRad()).endNanos();
    } else if (order instanceof HandOrder.Bend bend) {
      return hand.bend(bend.motor(), bend.angleRad()).endNanos();
    }
    return robot.timeNanos();
  }
}
