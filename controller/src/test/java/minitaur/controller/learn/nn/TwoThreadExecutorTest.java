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

  @Test
  void failureOfBothTasksDoesNotFailTheNextCall() {
    Runnable failing =
        () -> {
          throw new IllegalArgumentException("both");
        };
    assertThatThrownBy(() -> executor.run(failing, failing)).hasMessage("both");
    List<String> ran = new ArrayList<>();
    executor.run(() -> {}, () -> ran.add("next"));
    assertThat(ran).containsExactly("next");
  }

  @Test
  void mapUsesBothThreadsAndKeepsOrder() {
    CountDownLatch bothRun = new CountDownLatch(2);
    List<Integer> inputs = List.of(3, 1, 2, 5, 4);
    List<String> results =
        executor.map(
            inputs,
            input -> {
              bothRun.countDown();
              await(bothRun);
              return "result " + input;
            });
    assertThat(results).containsExactly("result 3", "result 1", "result 2", "result 5", "result 4");
    try (TwoThreadExecutor single = new TwoThreadExecutor(1)) {
      assertThat(single.map(inputs, input -> 2 * input)).containsExactly(6, 2, 4, 10, 8);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
