package minitaur.hal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AgentTest {
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final AtomicInteger cycles = new AtomicInteger();
  private final AtomicReference<Throwable> error = new AtomicReference<>();

  @Test
  void repeatsDutyUntilDone() {
    Agent agent =
        new Agent("test", () -> cycles.incrementAndGet() < 5 ? 0 : Agent.DONE, error::set);
    agent.start();
    agent.join();
    assertThat(cycles).hasValue(5);
    assertThat(error).hasNullValue();
  }

  @Test
  void idlesUntilWoken() {
    try (Agent agent =
        new Agent(
            "test",
            () -> {
              cycles.incrementAndGet();
              return Agent.UNTIL_WOKEN;
            },
            error::set)) {
      agent.start();
      awaitCycles(1);
      agent.wake();
      awaitCycles(2);
    }
    assertThat(error).hasNullValue();
  }

  @Test
  void closeEndsIdling() {
    Agent agent =
        new Agent(
            "test",
            () -> {
              cycles.incrementAndGet();
              return HOUR_NANOS;
            },
            error::set);
    agent.start();
    awaitCycles(1);
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> agent.close());
    assertThat(agent.isRunning()).isFalse();
    assertThat(cycles).hasValue(1);
  }

  @Test
  void passesExceptionToErrorHandler() {
    IOException thrown = new IOException("unplugged");
    Agent agent =
        new Agent(
            "test",
            () -> {
              cycles.incrementAndGet();
              throw thrown;
            },
            error::set);
    agent.start();
    agent.join();
    assertThat(error).hasValue(thrown);
    assertThat(cycles).hasValue(1);
  }

  @Test
  void closeWaitsForCurrentCycle() {
    CountDownLatch entered = new CountDownLatch(1);
    AtomicReference<Agent> self = new AtomicReference<>();
    Agent agent =
        new Agent(
            "test",
            () -> {
              entered.countDown();
              while (!self.get().isClosing()) {
                Thread.onSpinWait();
              }
              cycles.incrementAndGet();
              return 0;
            },
            error::set);
    self.set(agent);
    agent.start();
    await(entered);
    agent.close();
    assertThat(cycles).hasValue(1);
  }

  @Test
  void closeOnOwnThreadDoesNotBlock() {
    AtomicReference<Agent> self = new AtomicReference<>();
    Agent agent =
        new Agent(
            "test",
            () -> {
              cycles.incrementAndGet();
              self.get().close();
              return 0;
            },
            error::set);
    self.set(agent);
    agent.start();
    agent.join();
    assertThat(cycles).hasValue(1);
  }

  @Test
  void closeWithTimeoutReturnsIfDutyHangs() {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch device = new CountDownLatch(1);
    Agent agent =
        new Agent(
            "test",
            () -> {
              entered.countDown();
              device.await();
              return 0;
            },
            error::set);
    agent.start();
    await(entered);
    assertThat(agent.close(1_000_000)).isFalse();
    device.countDown();
    assertThat(agent.close(HOUR_NANOS)).isTrue();
  }

  @Test
  void interruptEndsBlockingCall() {
    CountDownLatch entered = new CountDownLatch(1);
    Agent agent =
        new Agent(
            "test",
            () -> {
              entered.countDown();
              new CountDownLatch(1).await();
              return 0;
            },
            error::set);
    agent.start();
    await(entered);
    agent.interrupt();
    agent.close();
    assertThat(error.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void runsTaskOnce() {
    Agent agent = new Agent("test", Agent.once(cycles::incrementAndGet), error::set);
    agent.start();
    agent.join();
    assertThat(cycles).hasValue(1);
    assertThat(error).hasNullValue();
  }

  @Test
  void joinDoesNotRequestStop() {
    CountDownLatch device = new CountDownLatch(1);
    Agent agent = new Agent("test", Agent.once(device::await), error::set);
    agent.start();
    assertThat(agent.join(1_000_000)).isFalse();
    assertThat(agent.isClosing()).isFalse();
    device.countDown();
    assertThat(agent.join(HOUR_NANOS)).isTrue();
  }

  @Test
  void errorWithoutHandlerIsUncaught() {
    IllegalStateException thrown = new IllegalStateException("unplugged");
    Agent agent =
        new Agent(
            "test",
            () -> {
              Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> error.set(e));
              throw thrown;
            });
    agent.start();
    agent.join();
    assertThat(error).hasValue(thrown);
  }

  private void awaitCycles(int count) {
    while (cycles.get() < count) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
