package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TwoThreadExecutorTest {
  private final TwoThreadExecutor executor = new TwoThreadExecutor(2);

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void tasksOverlap() {
    CountDownLatch secondRuns = new CountDownLatch(1);
    executor.run(() -> await(secondRuns), secondRuns::countDown);
    assertThat(secondRuns.getCount()).isZero();
  }

  @Test
  void everyTaskRunsOnceAndBeforeReturn() {
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      int task = i;
      executor.run(() -> first.add(task), () -> second.add(task));
      assertThat(second.size()).isEqualTo(i + 1);
    }
    assertThat(second).isEqualTo(first);
  }

  @Test
  void failureOfEitherTaskIsThrownAndNextTasksRun() {
    CountDownLatch secondRuns = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                executor.run(
                    () -> await(secondRuns),
                    () -> {
                      secondRuns.countDown();
                      throw new IllegalArgumentException("second");
                    }))
        .hasRootCauseMessage("second");
    assertThatThrownBy(
            () ->
                executor.run(
                    () -> {
                      throw new IllegalArgumentException("first");
                    },
                    () -> {}))
        .hasMessage("first");
    List<String> ran = new ArrayList<>();
    executor.run(() -> {}, () -> ran.add("next"));
    assertThat(ran).containsExactly("next");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
