package minitaur.controller.episode;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.task.reward.RewardTermValues;
import org.junit.jupiter.api.Test;

class RewardTermReturnsTest {
  private final RewardTermReturns returns = new RewardTermReturns();

  private void step(double first, double second) {
    Transition transition = new Transition();
    transition.terms.values[0] = first;
    transition.terms.values[1] = second;
    returns.transition(transition);
  }

  private void end() {
    returns.end(
        new EpisodeSummary(
            0,
            2,
            new EpisodeSummary.Rewards(0, 0),
            new EpisodeSummary.Motion(0, 0, 0),
            new Truncation(Truncation.Reason.TIME_LIMIT),
            0));
  }

  @Test
  void reportsMeanReturnOfEachTerm() {
    step(1, -0.5);
    step(2, -0.5);
    end();
    step(5, 0);
    end();
    assertThat(returns.means()).hasSameSizeAs(RewardTermValues.NAMES);
    assertThat(returns.means().get(RewardTermValues.NAMES.get(0))).isEqualTo(4);
    assertThat(returns.means().get(RewardTermValues.NAMES.get(1))).isEqualTo(-0.5);
    assertThat(returns.means().get("energy")).isZero();
  }

  @Test
  void meanIsNanBeforeFirstEpisode() {
    step(1, 1);
    assertThat(returns.means()).containsKeys("pitch").allSatisfy((k, v) -> assertThat(v).isNaN());
  }
}
