package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("timing")
class UpdateBacklogTest {
  private static final long DEADLINE_NANOS = 60_000_000_000L;

  /**
   * Number of pending updates that the waiting robot must exceed; it may fall in its first steps.
   */
  private static final long BACKLOG = 5;

  @TempDir private Path temporary;

  private final OperatorChannel operator = new OperatorChannel(() -> Instant.ofEpochMilli(0));
  private final AtomicLong pendingUpdates = new AtomicLong();
  private final AtomicLong maxPending = new AtomicLong();
  private final AtomicBoolean caughtUp = new AtomicBoolean();
  private final long deadline = System.nanoTime() + DEADLINE_NANOS;

  /** Simulated episodes end long before the learner has performed their updates. */
  @Test
  void catchesUpWhileRobotWaitsForReset() throws IOException {
    ControllerConfig config = config();
    try (RunDirectory directory =
            RunDirectory.create(
                temporary.resolve("run"), config, new BuildInfo("test", "0123456", false));
        SimulatedSession session =
            new SimulatedSession(config.hardware(), config.task(), 0, false)) {
      Training.run(
          config,
          directory,
          "0123456",
          new BacklogListener(),
          () -> caughtUp.get() || System.nanoTime() > deadline,
          new RunContext(session, operator, this::whileWaiting));
    }
    assertThat(maxPending.get()).isGreaterThan(BACKLOG);
    assertThat(caughtUp).isTrue();
  }

  private void whileWaiting() {
    ResetRequest request = operator.view().request();
    if (request != null
        && request.number() == 1
        && operator.view().phase() == Phase.RESET_REQUESTED) {
      operator.submit(new OperatorCommand.ResetDone(1), "test");
    } else if (request != null && maxPending.get() > BACKLOG && pendingUpdates.get() <= 0) {
      caughtUp.set(true);
    }
    LockSupport.parkNanos(1_000_000);
  }

  private static ControllerConfig config() {
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String setting :
        List.of(
            "run.mode=asynchronous",
            "run.evaluationInterval=1000000",
            "sim.profile=nominal",
            "sim.realTime=false",
            "task.episodeSteps=150",
            "operator.resets=ask",
            "operator.standUp=false",
            "learner.batchSize=256",
            "learner.hiddenUnits=256",
            "learner.randomSteps=10",
            "learner.replayCapacity=1000",
            "compute.threads=1")) {
      overrides.add(ConfigOverride.parse("test", setting));
    }
    return ControllerConfig.read(overrides);
  }

  private final class BacklogListener implements TrainingListener {
    @Override
    public void onSteps(long steps, long updates, long pending, LearnerMetrics metrics) {
      pendingUpdates.set(pending);
      maxPending.accumulateAndGet(pending, Math::max);
    }
  }
}
