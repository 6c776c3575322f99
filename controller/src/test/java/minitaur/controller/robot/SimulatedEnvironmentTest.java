package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.external.Environment;
import minitaur.controller.external.Environment.Outcome;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedEnvironmentTest {
  private final float[] observation = new float[ObservationLayout.STATE_SIZE];
  private final float[] action = new float[ObservationLayout.ACTION_SIZE];

  @Test
  void stepsMatchTrainingEpisode() {
    ControllerConfig config = config("sim.profile=nominal", "task.episodeSteps=60");
    List<float[]> observations = new ArrayList<>();
    List<Double> rewards = new ArrayList<>();
    TransitionSink sink =
        new TransitionSink() {
          @Override
          public void transition(Transition transition) {
            observations.add(transition.nextObservation.clone());
            rewards.add(transition.terms.total());
          }

          @Override
          public void gap(Tick tick) {}

          @Override
          public void finalObservation(Tick tick) {}
        };
    SimulatedSession session = new SimulatedSession(config.hardware(), config.task(), 3, false);
    UniformPolicy policy = uniformPolicy();
    EpisodeLoop loop = EpisodeLoopFactory.createLoop(session, config.episode(), () -> policy, sink);
    loop.begin(0);
    while (loop.tick()) {
      // Runs until the end.
    }
    loop.finish();
    session.close();

    try (Environment environment = new SimulatedEnvironment(config.hardware(), config.episode())) {
      environment.reset(3, observation);
      UniformPolicy samePolicy = uniformPolicy();
      Outcome outcome = Outcome.CONTINUES;
      int steps = 0;
      while (outcome == Outcome.CONTINUES) {
        samePolicy.act(observation, action);
        outcome = environment.step(action, observation);
        for (int i = 0; i < ObservationLayout.OBSERVATION_SIZE; i++) {
          assertThat(observation[i]).isEqualTo(observations.get(steps)[i]);
        }
        assertThat((double) environment.reward()).isCloseTo(rewards.get(steps), within(1e-6));
        steps++;
      }
      assertThat(steps).isEqualTo(observations.size()).isGreaterThan(10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nominal", "realistic", "randomized"})
  void sameSeedReproducesEpisode(String profile) {
    ControllerConfig config =
        config("sim.profile=" + profile, "sim.terrain=2*flat,rough:0.01", "task.episodeSteps=30");
    try (Environment one = new SimulatedEnvironment(config.hardware(), config.episode());
        Environment other = new SimulatedEnvironment(config.hardware(), config.episode())) {
      List<Float> first = run(one, 5);
      run(other, 9);
      assertThat(run(other, 5)).isEqualTo(first);
      assertThat(run(other, 6)).isNotEqualTo(first);
    }
  }

  @Test
  void timeLimitTruncatesAndFallTerminates() {
    ControllerConfig config = config("sim.profile=nominal", "task.episodeSteps=10");
    try (Environment environment = new SimulatedEnvironment(config.hardware(), config.episode())) {
      environment.reset(0, observation);
      for (int step = 1; step < 10; step++) {
        assertThat(environment.step(action, observation)).isEqualTo(Outcome.CONTINUES);
      }
      assertThat(environment.step(action, observation)).isEqualTo(Outcome.TRUNCATED);
    }
    ControllerConfig tiltLimited = config("sim.profile=nominal", "safety.tiltLimitDegrees=4");
    try (Environment environment =
        new SimulatedEnvironment(tiltLimited.hardware(), tiltLimited.episode())) {
      environment.reset(0, observation);
      Outcome outcome = Outcome.CONTINUES;
      for (int step = 0; outcome == Outcome.CONTINUES; step++) {
        // The left legs extend while the right ones retract, and vice versa.
        float sign = step / 5 % 2 == 0 ? 1 : -1;
        action[4] = sign;
        action[5] = sign;
        action[6] = -sign;
        action[7] = -sign;
        outcome = environment.step(action, observation);
      }
      assertThat(outcome).isEqualTo(Outcome.TERMINATED);
    }
  }

  private List<Float> run(Environment environment, long seed) {
    environment.reset(seed, observation);
    UniformPolicy policy = uniformPolicy();
    List<Float> values = new ArrayList<>();
    Outcome outcome = Outcome.CONTINUES;
    while (outcome == Outcome.CONTINUES) {
      policy.act(observation, action);
      outcome = environment.step(action, observation);
      values.add(environment.reward());
      for (float value : observation) {
        values.add(value);
      }
    }
    return values;
  }

  private static UniformPolicy uniformPolicy() {
    return new UniformPolicy(RandomStream.of(1, "test.actions"));
  }

  private static ControllerConfig config(String... settings) {
    return ControllerConfig.read(
        Stream.of(settings).map(setting -> ConfigOverride.parse("test", setting)).toList());
  }
}
