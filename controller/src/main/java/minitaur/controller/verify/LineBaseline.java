package minitaur.controller.verify;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import minitaur.hal.Clock;
import minitaur.hal.loop.Agent;
import minitaur.hal.loop.CpuLatencyRequest;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.loop.PeriodicLoop;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.sim.board.PseudoTerminal;

/**
 * Measures the jitter and latency of this machine without other load: wake-up jitter of a real-time
 * thread at 1 kHz, and latency of bytes through a pseudo-terminal to a waiting thread. The results
 * are a baseline for those of the loop.
 */
final class LineBaseline {
  private static final long PERIOD_NANOS = 1_000_000;
  private static final long POLL_NANOS = 15_000;
  private static final int FRAME_BYTES = 100;
  private static final double WARM_UP_SECONDS = 2;

  private final Clock clock;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final LatencyHistogram line = new LatencyHistogram();
  private volatile long sentNanos;
  private volatile boolean stopping;

  LineBaseline(Clock clock) {
    this.clock = clock;
  }

  /**
   * Measures the timer with CPU idle states enabled, and timer and line with them disabled, where
   * permitted.
   *
   * @param seconds duration of each measurement, after a warm-up
   * @param results Modified.
   */
  void measure(double seconds, ResultList results) throws IOException {
    results.durations("timer alone, CPU idle states enabled", measureTimer(seconds));
    byte[] frame = new byte[FRAME_BYTES];
    CpuLatencyRequest cores = CpuLatencyRequest.request();
    try (PseudoTerminal terminal = PseudoTerminal.open();
        SerialLink host = new JsscPort(terminal.path()).open(0)) {
      Agent reader = new Agent("line-baseline", Agent.once(() -> read(host)), failure::set);
      reader.start();
      try (PeriodicLoop writer = loop("line-baseline-board", now -> write(terminal, frame))) {
        writer.start();
        waitSeconds(WARM_UP_SECONDS);
        writer.latency().reset();
        line.reset();
        waitSeconds(seconds);
        results.durations("timer alone, CPU idle states disabled", writer.latency().percentiles());
        results.durations("line alone, CPU idle states disabled", line.percentiles());
      } finally {
        stopping = true;
        reader.join();
      }
    } finally {
      cores.close();
    }
  }

  private LatencyHistogram.Percentiles measureTimer(double seconds) throws IOException {
    try (PeriodicLoop loop = loop("timer-baseline", now -> {})) {
      loop.start();
      waitSeconds(WARM_UP_SECONDS);
      loop.latency().reset();
      waitSeconds(seconds);
      return loop.latency().percentiles();
    }
  }

  private PeriodicLoop loop(String name, LongConsumer task) {
    return new PeriodicLoop(
        name,
        clock,
        PERIOD_NANOS,
        () -> RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.MOTOR_PRIORITY),
        task,
        failure::set);
  }

  private void waitSeconds(double seconds) throws IOException {
    clock.waitUntil(clock.nanos() + (long) (seconds * 1e9));
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IOException("the serial line failed", cause);
    }
  }

  private void write(SerialLink board, byte[] frame) {
    sentNanos = clock.nanos();
    try {
      board.write(frame, frame.length);
    } catch (SerialLinkException e) {
      failure.set(e);
    }
  }

  private void read(SerialLink host) throws SerialLinkException {
    RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.MOTOR_PRIORITY);
    byte[] bytes = new byte[4 * FRAME_BYTES];
    int count = 0;
    while (!stopping) {
      count += host.read(bytes);
      if (count >= FRAME_BYTES) {
        line.record(clock.nanos() - sentNanos);
        count = 0;
      } else {
        clock.sleep(POLL_NANOS);
      }
    }
  }
}
