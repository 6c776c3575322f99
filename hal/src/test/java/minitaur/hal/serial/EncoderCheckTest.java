package minitaur.hal.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import org.junit.jupiter.api.Test;

class EncoderCheckTest {
  private static final double TURN = 2 * Math.PI;

  @Test
  void acceptsLegAtEitherStop() {
    assertThat(problem(0.1, 0.1)).isNull();
    assertThat(problem(TURN / 2 - 0.1, TURN / 2 - 0.1)).isNull();
  }

  @Test
  void namesEncoderThatIsOffByOneTurnAndItsAngle() {
    assertThat(problem(2 + TURN, 1.5)).contains("BACK_LEFT_L", "reports 8.28", "instead of 2.00");
    assertThat(problem(1.5, 2 - TURN)).contains("BACK_LEFT_R", "reports -4.28", "instead of 2.00");
    assertThat(EncoderCheck.turnError(Leg.BACK_LEFT, 2, 1.5)).isNull();
  }

  @Test
  void rejectsLegBeyondEitherStop() {
    assertThat(problem(-0.2, -0.2)).contains("off by one turn");
    assertThat(problem(TURN / 2 + 0.2, TURN / 2 + 0.2)).contains("off by one turn");
    assertThat(problem(-3.7, -3.7)).contains("impossible for a leg", "calibrate");
    assertThat(EncoderCheck.turnError(Leg.BACK_LEFT, -3.7, -3.7)).isNull();
    assertThat(problem(Double.NaN, 2)).contains("BACK_LEFT_L", "no angle");
  }

  private static String problem(double rear, double front) {
    double[] angle = new double[Motor.COUNT];
    Arrays.fill(angle, 2);
    angle[Leg.BACK_LEFT.rear().ordinal()] = rear;
    angle[Leg.BACK_LEFT.front().ordinal()] = front;
    return EncoderCheck.problem(angle);
  }
}
