package minitaur.sim.board;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import minitaur.hal.Clock;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.loop.PeriodicLoop;
import minitaur.hal.loop.RealTimeThread;

/**
 * Runs an emulated board in real time on its own thread. When the machine is too busy, a lag of up
 * to {@link #MAX_LAG_NANOS} is caught up by running faster. For any lag beyond that, the simulation
 * is frozen while the board clock advances.
 */
public final class RealTimeBoard implements AutoCloseable {
  private static final long PERIOD_NANOS = 1_000_000;
  private static final long MAX_LAG_NANOS = 20_000_000;

  private final EmulatedBoard board;
  private final PeriodicLoop loop;
  private long firstTickNanos;
  private long firstBoardNanos = Long.MIN_VALUE;
  private final AtomicLong skippedNanos = new AtomicLong();

  /**
   * Starts the board.
   *
   * @param operator scripted operator, called once per tick
   * @param errorHandler called with the cause if the board's thread fails
   */
  public RealTimeBoard(
      EmulatedBoard board,
      Clock clock,
      Consumer<? super EmulatedBoard> operator,
      Consumer<? super Throwable> errorHandler) {
    this.board = board;
    loop =
        new PeriodicLoop(
            "emulated-board",
            clock,
            PERIOD_NANOS,
            // It emulates a separate processor, which host load does not delay.
            () -> RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.MOTOR_PRIORITY),
            now -> {
              advance(now);
              operator.accept(board);
            },
            errorHandler);
    loop.start();
  }

  /** Latency of the board's ticks, to separate its jitter from that of the host. */
  public LatencyHistogram tickLatency() {
    return loop.latency();
  }

  /** Time for which the simulation was frozen because the machine was busy, ns. Thread-safe. */
  public long skippedNanos() {
    return skippedNanos.get();
  }

  /** Number of ticks skipped because the machine was busy. */
  public long missedTicks() {
    return loop.missedTicks();
  }

  @Override
  public void close() {
    loop.close();
  }

  /**
   * Advances the board by whole periods regardless of tick jitter within a period, because a real
   * board's timer sends exactly one state per period.
   */
  private void advance(long now) {
    if (firstBoardNanos == Long.MIN_VALUE) {
      firstBoardNanos = board.timeNanos();
      firstTickNanos = now;
    }
    long ticks = 1 + (now - firstTickNanos + PERIOD_NANOS / 2) / PERIOD_NANOS;
    long target = firstBoardNanos + ticks * PERIOD_NANOS;
    long skipped = target - board.timeNanos() - MAX_LAG_NANOS;
    if (skipped > 0) {
      board.skip(skipped);
      skippedNanos.lazySet(skippedNanos.get() + skipped);
    }
    board.advanceTo(target);
  }
}
