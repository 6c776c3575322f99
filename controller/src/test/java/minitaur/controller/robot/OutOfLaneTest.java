package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an episode is truncated when a simulated robot leaves the configured lane. */
class OutOfLaneTest {
  /** The trot of the test fixtures, as actions: 2 Hz, swing 0.15 rad, extension 0.2 rad. */
  private static final class TrotPolicy implements Policy {
    private int step;

    @Override
    public long id() {
      return 1;
    }

    @Override
    public void act(float[] state, float[] action) {
      double phase = 2 * Math.PI * 2 * step++ * 0.02;
      for (int leg = 0; leg < 4; leg++) {
        double p = leg == 0 || leg == 3 ? phase : phase + Math.PI;
        action[leg] = (float) (0.15 / 0.5 * Math.sin(p));
        action[4 + leg] = (float) (-0.2 / 0.5 * Math.cos(p - 0.8));
      }
    }
  }

  /** Counts stored transitions. */
  private static final class CountingSink implements TransitionSink {
    int transitions;
    float lastDiscount = Float.NaN;

    @Override
    public void transition(Transition transition) {
      transitions++;
      lastDiscount = transition.discount;
    }

    @Override
    public void gap(Tick tick) {}

    @Override
    public void finalObservation(Tick tick) {}
  }

  private final CountingSink sink = new CountingSink();

  private EpisodeSummary run(String... settings) {
    ControllerConfig config =
        ControllerConfig.read(
            Arrays.stream(settings).map(setting -> ConfigOverride.parse("test", setting)).toList());
    try (SimulatedSession session =
        new SimulatedSession(config.hardware(), config.task(), 1, false)) {
      EpisodeLoop loop =
          EpisodeLoopFactory.createLoop(session, config.episode(), TrotPolicy::new, sink);
      session.resetRobot();
      loop.begin(0);
      while (loop.tick()) {}
      return loop.finish();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nominal", "realistic"})
  void truncatesEpisodeAtEndOfLane(String profile) {
    EpisodeSummary unlimited = run("sim.profile=" + profile);
    assertThat(unlimited.end()).isEqualTo(new EpisodeEnd.Truncation(Reason.TIME_LIMIT));
    assertThat(unlimited.distanceMetres()).isGreaterThan(0.4);
    sink.transitions = 0;

    EpisodeSummary limited = run("sim.profile=" + profile, "lane.front=0.2", "lane.back=1");
    assertThat(limited.end()).isEqualTo(new EpisodeEnd.Truncation(Reason.OUT_OF_LANE));
    assertThat(limited.describeEnd())
        .isEqualTo("the robot left the lane, after " + limited.steps() + " steps");
    assertThat(limited.distanceMetres()).isBetween(0.19, 0.3);
    assertThat(limited.steps()).isLessThan(unlimited.steps());
    assertThat(sink.transitions).isEqualTo(limited.steps());
    assertThat(sink.lastDiscount).isEqualTo(1);
  }

  @Test
  void truncatesEpisodeAtSideOfLane() {
    EpisodeSummary ended = run("sim.profile=randomized", "lane.side=0.005");
    assertThat(ended.end()).isEqualTo(new EpisodeEnd.Truncation(Reason.OUT_OF_LANE));
  }
}
