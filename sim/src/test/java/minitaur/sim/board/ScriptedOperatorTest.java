package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.CompletableFuture;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.sim.RobotHandling;
import minitaur.sim.dynamics.MultibodyState;
import org.junit.jupiter.api.Test;

class ScriptedOperatorTest {
  private static final double STOP = 0.5 * RobotGeometry.nominal().motorSumStop();

  private final Bench bench = new Bench();
  private final ScriptedOperator technician =
      new ScriptedOperator(
          new StartPlacement(500 * Bench.MILLISECOND),
          true,
          new RobotHandling(bench.robot, 0.2, 1));

  private void run(int millis) {
    for (int ms = 0; ms < millis; ms++) {
      bench.tick();
      technician.accept(bench.board);
    }
  }

  private MultibodyState after(String order) {
    CompletableFuture<?> done = technician.order(HandlingOrder.parse(order));
    for (int ms = 0; ms < 3000 && !done.isDone(); ms++) {
      run(1);
    }
    assertThat(done).as(order).isCompleted();
    return bench.robot.truth();
  }

  @Test
  void posesAreMetAsWellAsHandsCan() {
    MultibodyState state = after("hang");
    for (double angle : state.motorAngle) {
      assertThat(angle).isCloseTo(Math.PI - STOP, within(0.02));
    }
    state = after("fold back-right");
    assertThat(state.motorAngle[Motor.BACK_RIGHT_L.ordinal()]).isCloseTo(STOP, within(0.02));
    assertThat(state.motorAngle[Motor.FRONT_LEFT_L.ordinal()]).isGreaterThan(2.9);
    state = after("tilt nose-down");
    assertThat(state.pitch()).isCloseTo(0.6, within(0.2));
    state = after("face tail");
    assertThat(state.pitch()).isCloseTo(-Math.PI / 2, within(0.01));
    double before = state.motorAngle[Motor.FRONT_LEFT_R.ordinal()];
    state = after("bend FRONT_LEFT_R -0.3");
    assertThat(state.motorAngle[Motor.FRONT_LEFT_R.ordinal()])
        .isCloseTo(before - 0.3, within(0.01));
    assertThat(bench.state.connected).as("the host heard it all").isTrue();
  }

  @Test
  void robotIsPushedAndTurnedOnTheFloor() {
    double x = after("start").position[0];
    MultibodyState state = after("push 1");
    assertThat(state.position[0]).isCloseTo(x + 1, within(0.02));
    assertThat(state.position[2]).isGreaterThan(0.2);
    assertThat(after("turn 90").yaw()).isCloseTo(Math.PI / 2, within(0.02));
  }

  @Test
  void robotStaysOnItsStandUntilFree() {
    MultibodyState state = after("stand");
    double height = state.position[2];
    assertThat(height).isGreaterThan(0.7);
    bench.follow();
    run(200);
    bench.loop.requestStop("stopped by the operator");
    run(3000);
    assertThat(bench.robot.truth().position[2]).as("still on its stand").isEqualTo(height);
    after("free");
    run(1000);
    assertThat(bench.robot.truth().position[2]).isLessThan(0.4);
  }

  @Test
  void whatIsNoOrderIsRejectedInWords() {
    assertThatThrownBy(() -> HandlingOrder.parse("fold")).hasMessageContaining("fold LEG");
    assertThatThrownBy(() -> HandlingOrder.parse("fold tail")).hasMessageContaining("FRONT_LEFT");
    assertThatThrownBy(() -> HandlingOrder.parse("face front")).hasMessageContaining("belly");
    assertThatThrownBy(() -> HandlingOrder.parse("push far")).hasMessageContaining("'far'");
  }
}
