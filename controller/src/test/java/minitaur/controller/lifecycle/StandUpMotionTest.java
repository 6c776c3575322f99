package minitaur.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import minitaur.controller.lifecycle.StandUpMotion.Result;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.MotorCommand;
import minitaur.hal.MotorCommand.Mode;
import minitaur.hal.RobotState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandUpMotionTest {
  private static final long MILLISECOND = 1_000_000;
  private static final double LEVEL_RAD = 0.2;

  private final StandUpMotion motion = newMotion();
  private final RobotState state = new RobotState();
  private final MotorCommand command = new MotorCommand();

  @BeforeEach
  void start() {
    Arrays.fill(state.motorAngleRad, 1.5);
    motion.start(0);
  }

  @Test
  void dampsUntilRobotIsAtRestThenFoldsAndStandsUp() {
    assertThat(stepAt(799)).isEqualTo(Result.IN_PROGRESS);
    assertThat(command.mode).isEqualTo(Mode.DAMPING);
    assertThat(stepAt(800)).isEqualTo(Result.IN_PROGRESS);
    assertTargets(1.5);
    assertThat(command.kp).as("zero stiffness at start").isZero();
    assertThat(stepAt(1600)).isEqualTo(Result.IN_PROGRESS);
    assertTargets(0.8);
    assertThat(stepAt(2000)).isEqualTo(Result.IN_PROGRESS);
    assertTargets(0.8);
    assertThat(command.kp).as("the second posture starts stiff").isPositive();
    assertThat(stepAt(2600)).isEqualTo(Result.IN_PROGRESS);
    assertTargets(1.4);
    assertThat(stepAt(3700)).isEqualTo(Result.SUCCEEDED);
    assertTargets(2);
  }

  @Test
  void doesNotAttemptToStandUpFromItsSideOrAtUnknownTilt() {
    for (double tilt : new double[] {0.9, -0.9, Double.NaN}) {
      state.rollRad = tilt;
      motion.start(0);
      assertThat(stepAt(800)).isEqualTo(Result.NOT_ATTEMPTED);
      assertThat(command.mode).isEqualTo(Mode.DAMPING);
    }
    state.rollRad = 0;
    state.pitchRad = 0.9;
    assertThat(stepAt(800)).isEqualTo(Result.NOT_ATTEMPTED);
    state.pitchRad = 0.8;
    assertThat(stepAt(800)).isEqualTo(Result.IN_PROGRESS);
  }

  @Test
  void failsWhenRobotTurnsOver() {
    stepAt(800);
    state.rollRad = 1.7;
    assertThat(stepAt(900)).isEqualTo(Result.IN_PROGRESS);
    state.rollRad = 1.8;
    assertThat(stepAt(901)).isEqualTo(Result.FAILED);
  }

  @Test
  void failsWhenRobotIsNotLevelAtTheEnd() {
    stepAt(800);
    stepAt(2000);
    state.pitchRad = LEVEL_RAD + 0.01;
    assertThat(stepAt(3700)).isEqualTo(Result.FAILED);
  }

  @Test
  void secondStandUpStartsWithFirstPosture() {
    stepAt(800);
    stepAt(2000);
    stepAt(3700);
    motion.start(5_000 * MILLISECOND);
    stepAt(5_800);
    stepAt(6_600);
    assertTargets(0.8);
  }

  private Result stepAt(long milliseconds) {
    return motion.step(state, milliseconds * MILLISECOND, command);
  }

  private void assertTargets(double angleRad) {
    assertThat(command.mode).isEqualTo(Mode.POSITION);
    for (double target : command.targetAngleRad) {
      assertThat(target).isCloseTo(angleRad, within(1e-9));
    }
  }

  private static StandUpMotion newMotion() {
    ControllerConfig config = ControllerConfig.read(List.of());
    SimulatedSession session = new SimulatedSession(config.hardware(), config.task(), 0, false);
    return new StandUpMotion(
        LifecycleSettings.of(config.operator(), config.episode(), session), LEVEL_RAD);
  }
}
