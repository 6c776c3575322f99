package minitaur.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import minitaur.controller.operator.Phase;
import org.junit.jupiter.api.Test;

class PhaseMachineTest {
  @Test
  void illegalTransitionChangesNothing() {
    PhaseMachine machine = new PhaseMachine();
    assertThat(machine.transitionTo(Phase.RUNNING)).isFalse();
    assertThat(machine.phase()).isEqualTo(Phase.IDLE);
    assertThat(machine.transitionTo(Phase.ARMING)).isTrue();
    assertThat(machine.phase()).isEqualTo(Phase.ARMING);
  }

  @Test
  void emergencyStopLeadsOnlyToResetRequestOrFinish() {
    for (Phase to : Phase.values()) {
      assertThat(PhaseMachine.allows(Phase.EMERGENCY_STOP, to))
          .as(to.toString())
          .isEqualTo(to == Phase.RESET_REQUESTED || to == Phase.FINISHED);
    }
  }

  @Test
  void emergencyStopIsReachableFromEveryPhase() {
    for (Phase from : EnumSet.complementOf(EnumSet.of(Phase.EMERGENCY_STOP, Phase.FINISHED))) {
      boolean directly = PhaseMachine.allows(from, Phase.EMERGENCY_STOP);
      boolean afterTheEpisode =
          PhaseMachine.allows(from, Phase.ENDED)
              && PhaseMachine.allows(Phase.ENDED, Phase.EMERGENCY_STOP);
      assertThat(directly || afterTheEpisode).as(from.toString()).isTrue();
    }
  }

  @Test
  void runningFollowsStandingAndStandingFollowsArming() {
    for (Phase from : Phase.values()) {
      assertThat(PhaseMachine.allows(from, Phase.RUNNING)).isEqualTo(from == Phase.STANDING);
      assertThat(PhaseMachine.allows(from, Phase.STANDING)).isEqualTo(from == Phase.ARMING);
    }
  }

  @Test
  void everyPhaseIsReachableAndReachesFinished() {
    assertThat(reachable(Phase.IDLE)).containsExactlyInAnyOrder(Phase.values());
    for (Phase from : Phase.values()) {
      assertThat(reachable(from)).as(from.toString()).contains(Phase.FINISHED);
    }
  }

  private static Set<Phase> reachable(Phase start) {
    Set<Phase> found = EnumSet.of(start);
    Deque<Phase> pending = new ArrayDeque<>(found);
    while (!pending.isEmpty()) {
      Phase from = pending.pop();
      for (Phase to : Phase.values()) {
        if (PhaseMachine.allows(from, to) && found.add(to)) {
          pending.push(to);
        }
      }
    }
    return found;
  }

  @Test
  void runningEpisodeCanOnlyEnd() {
    for (Phase phase : Phase.values()) {
      assertThat(PhaseMachine.allows(Phase.RUNNING, phase))
          .as(phase.toString())
          .isEqualTo(phase == Phase.ENDED || phase == Phase.FINISHED);
    }
  }
}
