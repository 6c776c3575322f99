package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.policy.Policy;
import org.junit.jupiter.api.Test;

class BehaviorPoliciesTest {
  private static final PolicySpec SPEC =
      new PolicySpec(3, List.of(4, 4), 2, PolicySpec.Head.SQUASHED_GAUSSIAN);

  private long newest = 7;

  @Test
  void keepsPolicyDuringEpisode() {
    BehaviorPolicies policies = policies(0, 0);
    Policy acting = policies.get();
    for (int step = 0; step < 10; step++) {
      policies.countStep();
      newest++;
      assertThat(acting.refresh()).isFalse();
      assertThat(acting.id()).isEqualTo(7);
    }
    assertThat(policies.get().id()).isEqualTo(17);
  }

  @Test
  void refreshesPolicyAfterPolicySteps() {
    BehaviorPolicies policies = policies(0, 3);
    Policy acting = policies.get();
    newest = 8;
    assertThat(acting.refresh()).isFalse();
    step(policies, 2);
    assertThat(acting.refresh()).isFalse();
    step(policies, 1);
    assertThat(acting.refresh()).isTrue();
    assertThat(acting.id()).isEqualTo(8);
    newest = 9;
    step(policies, 2);
    assertThat(acting.refresh()).isFalse();
    step(policies, 1);
    assertThat(acting.refresh()).isTrue();
    assertThat(acting.id()).isEqualTo(9);
  }

  @Test
  void refreshedPolicyUsesNewParameters() {
    BehaviorPolicies policies = policies(0, 1);
    Policy acting = policies.get();
    float[] before = new float[2];
    acting.act(new float[] {1, 1, 1}, before);
    newest = 400;
    step(policies, 1);
    assertThat(acting.refresh()).isTrue();
    float[] after = new float[2];
    acting.act(new float[] {1, 1, 1}, after);
    assertThat(before[0]).isNotEqualTo(1f);
    assertThat(after[0]).isEqualTo(1f);
  }

  @Test
  void refreshReturnsFalseForSamePolicy() {
    BehaviorPolicies policies = policies(0, 1);
    Policy acting = policies.get();
    step(policies, 1);
    assertThat(acting.refresh()).isFalse();
    assertThat(acting.id()).isEqualTo(7);
  }

  @Test
  void warmUpLastsUntilEndOfEpisode() {
    BehaviorPolicies policies = policies(5, 1);
    Policy acting = policies.get();
    step(policies, 8);
    assertThat(acting.refresh()).isFalse();
    assertThat(acting.id()).isZero();
    assertThat(policies.get().id()).isEqualTo(7);
  }

  private static void step(BehaviorPolicies policies, int steps) {
    for (int i = 0; i < steps; i++) {
      policies.countStep();
    }
  }

  /** Policies whose parameters all equal a hundredth of their id. */
  private BehaviorPolicies policies(int randomSteps, int policySteps) {
    return new BehaviorPolicies(
        MatrixBackend.fastest(),
        SPEC,
        1,
        randomSteps,
        policySteps,
        () -> {
          float[] values = new float[3 * 4 + 4 + 4 * 4 + 4 + 4 * 4 + 4];
          Arrays.fill(values, newest / 100f);
          return new PolicyParameters(newest, values);
        },
        policy -> {});
  }
}
