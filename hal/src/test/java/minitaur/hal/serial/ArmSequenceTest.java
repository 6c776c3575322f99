package minitaur.hal.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.MotorCommand;
import minitaur.hal.MotorCommand.Mode;
import minitaur.hal.RobotState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArmSequenceTest {
  private static final long SECOND = 1_000_000_000;
  private static final long ARMED = 10 * SECOND;

  private final ArmSequence sequence = new ArmSequence(SerialRobotSettings.defaults());
  private final TimedCommand newest = new TimedCommand();
  private final MotorCommand out = new MotorCommand();

  @BeforeEach
  void arm() {
    RobotState state = new RobotState();
    Arrays.fill(state.motorAngleRad, 1);
    sequence.linkEstablished();
    sequence.arm(state, ARMED);
  }

  @Test
  void softStartBlendsFromCurrentAnglesToStandingPose() {
    stepAt(ARMED);
    assertCommand(1, 0);
    stepAt(ARMED + SECOND / 2);
    assertCommand(1 + 5.0 / 32, 0.5);
    stepAt(ARMED + 3 * SECOND / 2);
    assertCommand(1 + 27.0 / 32, 1);
    stepAt(ARMED + 2 * SECOND);
    assertThat(sequence.phase()).isEqualTo(ArmPhase.STANDING);
    assertCommand(2, 1);
  }

  @Test
  void doesNotFollowCommandFromBeforeEndOfSoftStart() {
    newest.command.mode = Mode.POSITION;
    newest.timeNanos = ARMED + 2 * SECOND - 1;
    stepAt(ARMED + 2 * SECOND);
    stepAt(ARMED + 2 * SECOND + 1);
    assertThat(sequence.phase()).isEqualTo(ArmPhase.STANDING);
    newest.timeNanos = ARMED + 2 * SECOND + 1;
    stepAt(ARMED + 2 * SECOND + 2);
    assertThat(sequence.phase()).isEqualTo(ArmPhase.FOLLOWING);
  }

  @Test
  void stopDuringSoftStartDampsDespiteEarlierOffCommand() {
    newest.command.mode = Mode.OFF;
    newest.timeNanos = ARMED - 1;
    out.kd = 0.001;
    sequence.stop("stopped", newest, ARMED + 1);
    stepAt(ARMED + 1);
    assertThat(sequence.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(out.mode).isEqualTo(Mode.DAMPING);
    assertThat(out.kp).isZero();
    assertThat(out.kd).isEqualTo(0.015);
    stepAt(ARMED + SECOND + 2);
    assertThat(sequence.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(out.mode).isEqualTo(Mode.OFF);
  }

  @Test
  void stopDuringSoftStartSwitchesOffAfterOffCommand() {
    newest.command.mode = Mode.OFF;
    newest.timeNanos = ARMED + 1;
    sequence.stop("stopped", newest, ARMED + 2);
    stepAt(ARMED + 2);
    assertThat(sequence.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(out.mode).isEqualTo(Mode.OFF);
  }

  @Test
  void repeatedStopDoesNotProlongDamping() {
    newest.command.mode = Mode.POSITION;
    sequence.stop("stopped", newest, ARMED);
    sequence.stop("stopped again", newest, ARMED + SECOND);
    stepAt(ARMED + SECOND + 1);
    assertThat(sequence.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(sequence.reason()).isEqualTo("stopped");
  }

  private void stepAt(long now) {
    sequence.step(now, newest, out);
  }

  private void assertCommand(double angleRad, double kp) {
    assertThat(out.mode).isEqualTo(Mode.POSITION);
    for (double target : out.targetAngleRad) {
      assertThat(target).isCloseTo(angleRad, within(1e-12));
    }
    assertThat(out.kp).isEqualTo(kp);
    assertThat(out.kd).isEqualTo(0.015);
  }
}
