package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;

class TrainingScheduleTest {
  private static TrainingSchedule schedule(String... settings) {
    return new TrainingSchedule(config(settings), false);
  }

  private static ControllerConfig config(String... settings) {
    return ControllerConfig.read(
        List.of(settings).stream().map(s -> ConfigOverride.parse("test", s)).toList());
  }

  @Test
  void evaluatesLessOftenAfterTwentyThousandSteps() {
    TrainingSchedule schedule = schedule("run.steps=40000");
    List<Long> evaluated = new ArrayList<>();
    for (long step = 1; step <= 40_000; step++) {
      if (schedule.evaluatesBetween(step - 1, step)) {
        evaluated.add(step);
      }
    }
    List<Long> expected = new ArrayList<>();
    for (long step = 1000; step <= 20_000; step += 1000) {
      expected.add(step);
    }
    expected.addAll(List.of(25_000L, 30_000L, 35_000L)); // The last step is evaluated too.
    assertThat(evaluated).isEqualTo(expected);
  }

  @Test
  void evaluatesOnceWhenStepsSkipSeveralIntervals() {
    TrainingSchedule schedule = schedule("run.steps=40000");
    assertThat(schedule.evaluatesBetween(900, 3100)).isTrue();
    assertThat(schedule.evaluatesBetween(3100, 3900)).isFalse();
    assertThat(schedule.evaluatesBetween(19_900, 20_000)).isTrue();
    assertThat(schedule.evaluatesBetween(20_000, 24_999)).isFalse();
  }

  @Test
  void limitsBacklogInAsynchronousModeOnly() {
    assertThat(schedule("run.mode=asynchronous", "run.maxUpdateBacklog=7").maxPendingUpdates())
        .isEqualTo(7);
    assertThat(schedule("run.mode=lock-step").maxPendingUpdates()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void remoteEpisodesUseRemoteBacklogLimit() {
    TrainingSchedule unlimited = new TrainingSchedule(config("run.mode=asynchronous"), true);
    assertThat(unlimited.maxPendingUpdates()).isEqualTo(Long.MAX_VALUE);
    TrainingSchedule limited =
        new TrainingSchedule(config("run.mode=asynchronous", "remote.maxUpdateBacklog=1500"), true);
    assertThat(limited.maxPendingUpdates()).isEqualTo(1500);
  }

  @Test
  void learnsAfterRandomStepsOnly() {
    TrainingSchedule schedule = schedule("learner.randomSteps=100", "learner.updatesPerStep=4");
    assertThat(schedule.isExploring(99)).isTrue();
    assertThat(schedule.isExploring(100)).isFalse();
    assertThat(schedule.learnsAfter(100)).isFalse();
    assertThat(schedule.learnsAfter(101)).isTrue();
    assertThat(schedule.updatesFor(50)).isZero();
    assertThat(schedule.updatesFor(100)).isZero();
    assertThat(schedule.updatesFor(103)).isEqualTo(12);
  }

  @Test
  void realRobotAndCollectorKeepThePolicyOfAnEpisode() {
    String policySteps = "learner.policySteps=3";
    assertThat(schedule(policySteps).policySteps()).isEqualTo(3);
    assertThat(new TrainingSchedule(config(policySteps), true).policySteps()).isZero();
    assertThat(
            schedule(
                    policySteps,
                    "robot.hal=serial",
                    "robot.port=/dev/null",
                    "run.mode=asynchronous")
                .policySteps())
        .isZero();
  }
}
