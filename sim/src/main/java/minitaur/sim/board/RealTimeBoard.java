package minitaur.sim.board;

import java.util.function.Consumer;
import minitaur.hal.Clock;
import minitaur.hal.loop.PeriodicLoop;
import minitaur.hal.loop.RealTimeThread;

/**
 * An emulated board that lives on a thread of its own, in real time. When the machine is too busy
 * its time falls behind and then runs on: it is never made up for by running faster for longer than
 * {@link #LONGEST_LAG_NANOS}.
 */
public final class RealTimeBoard implements AutoCloseable {
  private static final long PERIOD_NANOS = 1_000_000;
  private static final long LONGEST_LAG_NANOS = 20_000_000;

  private final EmulatedBoard board;
  private final PeriodicLoop loop;
  private long boardAheadNanos;

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
    boardAheadNanos = board.robot().timeNanos() - clock.nanos();
    loop =
        new PeriodicLoop(
            "emulated-board",
            clock,
            PERIOD_NANOS,
            // It stands in for a processor of its own, which is never late because a host is busy.
            () -> RealTimeThread.request(RealTimeThread.ANY_CORE),
            now -> {
              advance(now);
              hand.accept(board);
            },
            errorHandler);
    loop.start();
  }

  /** Ticks that were left out because the machine was busy. */
  public long missed() {
    return loop.missed();
  }

  @Override
  public void close() {
    loop.close();
  }

  private void advance(long now) {
    long target = now + boardAheadNanos;
    long lag = target - board.robot().timeNanos();
    if (lag > LONGEST_LAG_NANOS) {
      boardAheadNanos -= lag - LONGEST_LAG_NANOS;
      target -= lag - LONGEST_LAG_NANOS;
    }
    board.advanceTo(target);
  }
}
