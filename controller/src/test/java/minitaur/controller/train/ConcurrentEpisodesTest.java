package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.Phase;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentEpisodesTest {
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  @TempDir private Path temporary;

  private final OperatorChannel operator = new OperatorChannel(() -> Instant.ofEpochMilli(0));
  private final AtomicBoolean stop = new AtomicBoolean();
  private Phase phaseWhileBusy = Phase.IDLE;

  @Test
  void stopEndsEpisodesWhileTrainerIsBusy() throws IOException {
    assertThat(train("160000", () -> stop.set(true))).isFalse();
    assertThat(phaseWhileBusy).isEqualTo(Phase.FINISHED);
  }

  @Test
  void lastStepEndsEpisodesWhileTrainerIsBusy() throws IOException {
    assertThat(train("20", () -> {})).isTrue();
    assertThat(phaseWhileBusy).isEqualTo(Phase.FINISHED);
  }

  /**
   * As during a long write: the trainer's thread returns from the first episode only after the
   * robot has stopped. Returns whether the training is complete.
   */
  private boolean train(String steps, Runnable onFirstEpisode) throws IOException {
    ControllerConfig config =
        ControllerConfig.read(
            List.of(
                new ConfigOverride("test", "run.mode", "asynchronous"),
                new ConfigOverride("test", "run.steps", steps),
                new ConfigOverride("test", "sim.realTime", "false"),
                new ConfigOverride("test", "learner.hiddenUnits", "12"),
                new ConfigOverride("test", "task.episodeSteps", "20")));
    try (RunDirectory directory =
            RunDirectory.create(
                temporary.resolve("run"), config, new BuildInfo("test", "0123456", false));
        SimulatedSession session =
            new SimulatedSession(config.hardware(), config.task(), 0, false)) {
      return Training.run(
          config,
          directory,
          "0123456",
          new BusyListener(onFirstEpisode),
          stop::get,
          new RunContext(session, operator, () -> {}));
    }
  }

  private final class BusyListener implements TrainingListener {
    private final Runnable onFirstEpisode;
    private boolean wasBusy;

    BusyListener(Runnable onFirstEpisode) {
      this.onFirstEpisode = onFirstEpisode;
    }

    @Override
    public void onEpisode(EpisodeSummary summary) {
      if (wasBusy) {
        return;
      }
      wasBusy = true;
      onFirstEpisode.run();
      long deadline = System.nanoTime() + DEADLINE_NANOS;
      while (operator.view().phase() != Phase.FINISHED && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
      phaseWhileBusy = operator.view().phase();
    }
  }
}
