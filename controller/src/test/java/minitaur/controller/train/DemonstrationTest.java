package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCommand.Push;
import minitaur.controller.operator.Phase;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.robot.SimulationSettings.Profile;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.TaskSettings;
import org.junit.jupiter.api.Test;

class DemonstrationTest {
  private final OperatorChannel operator = new OperatorChannel(InstantSource.system());
  private final List<Double> walking = new ArrayList<>();
  private final List<EpisodeSummary> episodes = new ArrayList<>();
  private final PretrainedPolicy trained =
      new PretrainedPolicy(TaskSettings.PAPER, Profile.NOMINAL);
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void onEpisode(EpisodeSummary summary) {
          episodes.add(summary);
        }
      };

  @Test
  void robotWalksFallsWhenPushedAndRestarts() throws Exception {
    ControllerConfig config = trained.config(List.of());
    Demonstration demonstration =
        new Demonstration(config, trained.deterministic(config), operator, walking::add);
    try (SimulatedSession session =
        new SimulatedSession(config.hardware(), config.task(), 1, false)) {
      demonstration.run(session, EpisodeObserver.NONE, listener, this::pushUntilTheSecondEpisode);
    }
    assertThat(walking).as("reported once").hasSize(1);
    assertThat(walking.get(0)).isGreaterThanOrEqualTo(0.32);
    assertThat(episodes).hasSize(1);
    assertThat(episodes.get(0).fell()).isTrue();
    assertThat(episodes.get(0).steps()).isBetween(10, 400);
    assertThat(operator.view().phase()).isEqualTo(Phase.FINISHED);
  }

  /** Called at each control step: pushes the walking robot over, and ends in the next episode. */
  private boolean pushUntilTheSecondEpisode() {
    if (!walking.isEmpty() && episodes.isEmpty()) {
      operator.submit(new Push(0, 15), "test");
    }
    return !episodes.isEmpty() && operator.view().phase() == Phase.RUNNING;
  }
}
