package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.hal.Clock;
import minitaur.hal.serial.SerialLink;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Test;

class RealTimeBoardTest {
  private static final int TICKS = 2000;
  private static final long MAX_LATENCY_NANOS = 30_000;

  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final int[] statesAtTick = new int[TICKS];
  private int tick;

  /** Clock that wakes up with alternating latency. */
  private static final class JitteryClock implements Clock {
    private volatile long now;
    private long waits;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void waitUntil(long timeNanos) {
      now = Math.max(now, timeNanos + (waits++ % 3) * MAX_LATENCY_NANOS / 2);
    }
  }

  private final class CountingLink implements SerialLink {
    @Override
    public int read(byte[] out) {
      return 0;
    }

    @Override
    public boolean write(byte[] frame, int length) {
      if (tick < TICKS) {
        statesAtTick[tick]++;
      }
      return true;
    }

    @Override
    public void close() {
      // No resources to release.
    }
  }

  /**
   * A board's timer sends one state per period; jitter must not cause a gap followed by two states.
   */
  @Test
  void sendsOneStatePerTickDespiteJitter() throws Exception {
    EmulatedBoard board =
        new EmulatedBoard(
            new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 1),
            new LinkBoardProtocol(),
            new CountingLink(),
            1);
    RealTimeBoard running =
        new RealTimeBoard(
            board,
            new JitteryClock(),
            each -> {
              tick++;
              if (tick == TICKS) {
                done.countDown();
              }
            },
            failure::set);
    try (running) {
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(failure.get()).isNull();
    assertThat(statesAtTick).containsOnly(1);
  }
}
