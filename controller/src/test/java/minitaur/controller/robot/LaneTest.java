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

/** Tests a simulated robot that trots out of a short lane of the configuration. */
class LaneTest {
  /** Trot of the fixtures as actions: 2 Hz, swing 0.15 rad, extension 0.2 rad. */
  private static final class Trot implements Policy {
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
  private static final class Counting implements TransitionSink {
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

  private final Counting sink = new Counting();

  private EpisodeSummary run(String... settings) {
    ControllerConfig config =
        ControllerConfig.read(
            Arrays.stream(settings).map(each -> ConfigOverride.parse("test", each)).toList());
    try (SimulatedSession session =
        new SimulatedSession(config.hardware(), config.task(), 1, false)) {
      EpisodeLoop loop = EpisodeLoopFactory.on(session, config.episode(), Trot::new, sink);
      session.placeAtStart();
      loop.begin(0);
      while (loop.tick()) {}
      return loop.finish();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nominal", "realistic"})
  void leavingItIsATruncation(String profile) {
    EpisodeSummary free = run("sim.profile=" + profile);
    assertThat(free.end()).isEqualTo(new EpisodeEnd.Truncation(Reason.TIME_LIMIT));
    assertThat(free.distanceMetres()).isGreaterThan(0.4);
    sink.transitions = 0;

    EpisodeSummary ended = run("sim.profile=" + profile, "lane.front=0.2", "lane.back=1");
    assertThat(ended.end()).isEqualTo(new EpisodeEnd.Truncation(Reason.OUT_OF_LANE));
    assertThat(ended.describeEnd())
        .isEqualTo("the robot left the lane, after " + ended.steps() + " steps");
    assertThat(ended.distanceMetres()).isBetween(0.19, 0.3);
    assertThat(ended.steps()).isLessThan(free.steps());
    assertThat(sink.transitions).isEqualTo(ended.steps());
    assertThat(sink.lastDiscount).isEqualTo(1);
  }

  @Test
  void alsoByTheSide() {
    EpisodeSummary ended = run("sim.profile=randomized", "lane.side=0.005");
    assertThat(ended.end()).isEqualTo(new EpisodeEnd.Truncation(Reason.OUT_OF_LANE));
  }
}
