package minitaur.sim.board;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import minitaur.hal.Clock;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.loop.PeriodicLoop;
import minitaur.hal.loop.RealTimeThread;

/**
 * An emulated board that lives on a thread of its own, in real time. When the machine is too busy
 * for it, up to {@link #LONGEST_LAG_NANOS} are made up for by running faster; for the rest the
 * robot has stood still, while the board's clock went on as any board's does.
 */
public final class RealTimeBoard implements AutoCloseable {
  private static final long PERIOD_NANOS = 1_000_000;
  private static final long LONGEST_LAG_NANOS = 20_000_000;

  private final EmulatedBoard board;
  private final PeriodicLoop loop;
  private long firstTickNanos;
  private long firstBoardNanos = Long.MIN_VALUE;
  private final AtomicLong skippedNanos = new AtomicLong();

  /**
   * Starts it.
   *
   * @param hand looks after the robot once a tick
   * @param errorHandler hears why the board ended, should it ever
   */
  public RealTimeBoard(
      EmulatedBoard board,
      Clock clock,
      Consumer<? super EmulatedBoard> hand,
      Consumer<? super Throwable> errorHandler) {
    this.board = board;
    loop =
        new PeriodicLoop(
            "emulated-board",
            clock,
            PERIOD_NANOS,
            // It stands in for a processor of its own, which is never late because a host is busy.
            () -> RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.MOTORS),
            now -> {
              advance(now);
              hand.accept(board);
            },
            errorHandler);
    loop.start();
  }

  /** How late the board's ticks came: what a host sees of it is not the host's fault. */
  public LoopTiming lateness() {
    return loop.lateness();
  }

  /** Time for which the robot stood still because the machine was busy, ns. Any thread. */
  public long skippedNanos() {
    return skippedNanos.get();
  }

  /** Ticks that were left out because the machine was busy. */
  public long missed() {
    return loop.missed();
  }

  @Override
  public void close() {
    loop.close();
  }

  /**
   * A tick is worth whole periods, however late it comes within one: a board's own timer sends one
   * state a period, not now none and then two.
   */
  private void advance(long now) {
    if (firstBoardNanos == Long.MIN_VALUE) {
      firstBoardNanos = board.timeNanos();
      firstTickNanos = now;
    }
    long ticks = 1 + (now - firstTickNanos + PERIOD_NANOS / 2) / PERIOD_NANOS;
    long target = firstBoardNanos + ticks * PERIOD_NANOS;
    long skipped = target - board.timeNanos() - LONGEST_LAG_NANOS;
    if (skipped > 0) {
      board.skip(skipped);
      skippedNanos.lazySet(skippedNanos.get() + skipped);
    }
    board.advanceTo(target);
  }
}
