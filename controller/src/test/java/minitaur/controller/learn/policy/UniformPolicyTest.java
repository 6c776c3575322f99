package minitaur.controller.learn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class UniformPolicyTest {
  @Test
  void samplesUniformly() {
    UniformPolicy policy = new UniformPolicy(RandomStream.of(1, "policy"));
    float[] action = new float[8];
    double[] sum = new double[8];
    double[] squares = new double[8];
    int draws = 20_000;
    for (int n = 0; n < draws; n++) {
      policy.act(new float[112], action);
      for (int i = 0; i < 8; i++) {
        assertThat(action[i]).isBetween(-1f, 1f);
        sum[i] += action[i];
        squares[i] += action[i] * action[i];
      }
    }
    for (int i = 0; i < 8; i++) {
      // Within five standard deviations of each mean.
      assertThat(sum[i] / draws).isCloseTo(0, within(5 * Math.sqrt(1.0 / 3 / draws)));
      assertThat(squares[i] / draws).isCloseTo(1.0 / 3, within(5 * Math.sqrt(4.0 / 45 / draws)));
    }
    assertThat(policy.id()).isZero();
  }

  @Test
  void sameSeedGivesSameActions() {
    float[] first = new float[8];
    float[] second = new float[8];
    new UniformPolicy(RandomStream.of(7, "policy")).act(new float[112], first);
    new UniformPolicy(RandomStream.of(7, "policy")).act(new float[112], second);
    assertThat(first).isEqualTo(second);
  }
}
