package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.CompletableFuture;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.sim.RobotHandler;
import minitaur.sim.dynamics.MultibodyState;
import org.junit.jupiter.api.Test;

class ScriptedOperatorTest {
  private static final double STOP_RAD = 0.5 * RobotGeometry.nominal().minMotorSum();

  private final TestBench bench = new TestBench();
  private final ScriptedOperator operator =
      new ScriptedOperator(
          new AutoReset(500 * TestBench.MILLISECOND), true, new RobotHandler(bench.robot, 0.2, 1));

  private void run(int millis) {
    for (int ms = 0; ms < millis; ms++) {
      bench.tick();
      operator.accept(bench.board);
    }
  }

  private MultibodyState execute(String command) {
    CompletableFuture<?> completion = operator.submit(HandlingCommand.parse(command));
    for (int ms = 0; ms < 3000 && !completion.isDone(); ms++) {
      run(1);
    }
    assertThat(completion).as(command).isCompleted();
    return bench.robot.groundTruth();
  }

  @Test
  void reachesPosesWithinPlacementError() {
    MultibodyState state = execute("hang");
    for (double angle : state.motorAngle) {
      assertThat(angle).isCloseTo(Math.PI - STOP_RAD, within(0.02));
    }
    state = execute("fold back-right");
    assertThat(state.motorAngle[Motor.BACK_RIGHT_L.ordinal()]).isCloseTo(STOP_RAD, within(0.02));
    assertThat(state.motorAngle[Motor.FRONT_LEFT_L.ordinal()]).isGreaterThan(2.9);
    state = execute("tilt nose-down");
    assertThat(state.pitch()).isCloseTo(0.6, within(0.2));
    state = execute("face tail");
    assertThat(state.pitch()).isCloseTo(-Math.PI / 2, within(0.01));
    double before = state.motorAngle[Motor.FRONT_LEFT_R.ordinal()];
    state = execute("bend FRONT_LEFT_R -0.3");
    assertThat(state.motorAngle[Motor.FRONT_LEFT_R.ordinal()])
        .isCloseTo(before - 0.3, within(0.01));
    assertThat(bench.state.connected).as("the host stays connected").isTrue();
  }

  @Test
  void movesAndTurnsRobotOnFloor() {
    double x = execute("start").position[0];
    MultibodyState state = execute("push 1");
    assertThat(state.position[0]).isCloseTo(x + 1, within(0.02));
    assertThat(state.position[2]).isGreaterThan(0.2);
    assertThat(execute("turn 90").yaw()).isCloseTo(Math.PI / 2, within(0.02));
  }

  @Test
  void robotStaysOnStandUntilReleased() {
    MultibodyState state = execute("stand");
    double height = state.position[2];
    assertThat(height).isGreaterThan(0.7);
    bench.armAndFollow();
    run(200);
    bench.loop.requestStop("stopped by the operator");
    run(3000);
    assertThat(bench.robot.groundTruth().position[2]).as("height on the stand").isEqualTo(height);
    execute("free");
    run(1000);
    assertThat(bench.robot.groundTruth().position[2]).isLessThan(0.4);
  }

  @Test
  void rejectsInvalidCommandWithReason() {
    assertThatThrownBy(() -> HandlingCommand.parse("fold")).hasMessageContaining("fold LEG");
    assertThatThrownBy(() -> HandlingCommand.parse("fold tail")).hasMessageContaining("FRONT_LEFT");
    assertThatThrownBy(() -> HandlingCommand.parse("face front")).hasMessageContaining("belly");
    assertThatThrownBy(() -> HandlingCommand.parse("push far")).hasMessageContaining("'far'");
  }
}
