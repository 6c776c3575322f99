package minitaur.controller.episode.safety;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import minitaur.controller.episode.safety.RobotLimits.Battery;
import minitaur.controller.episode.safety.RobotLimits.MotorLoad;
import minitaur.controller.episode.safety.RobotLimits.Posture;
import minitaur.controller.episode.safety.RobotLimits.Timing;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** No setting may turn a limit off that protects the robot. */
class RobotLimitsTest {
  private static final RobotLimits NOMINAL = RobotLimits.nominal();

  @Test
  void rejectsLimitsThatDoNotProtect() {
    assertRejected("minHeightMetres", () -> new Posture(-0.01, 0.05, 0.05));
    assertRejected("minFootGapMetres", () -> new Posture(0.12, -0.01, 0.05));
    assertRejected("minLegStopMarginRad", () -> new Posture(0.12, 0.05, -0.01));
    assertRejected("maxMotorCelsius", () -> new MotorLoad(80.1, 2.45, 0.8));
    assertRejected("overloadTorqueNm", () -> new MotorLoad(75, 3.6, 0.8));
    assertRejected("maxOverloadSeconds", () -> new MotorLoad(75, 2.45, 1.1));
    assertRejected("minBatteryVolts", () -> new Battery(9.9, 0.3));
    assertRejected("maxBatteryLowSeconds", () -> new Battery(10.5, 0.6));
    assertRejected("maxDataAgeSeconds", () -> new Timing(0.51, 0.04));
    assertRejected("maxLatencySeconds", () -> new Timing(0.1, 0.51));
    for (double change : List.of(0.0, 2.01, Double.NaN)) {
      assertRejected(
          "maxActionChange",
          () ->
              new RobotLimits(
                  NOMINAL.posture(),
                  NOMINAL.motors(),
                  NOMINAL.battery(),
                  NOMINAL.timing(),
                  change));
    }
  }

  private static void assertRejected(String name, ThrowingCallable limits) {
    assertThatThrownBy(limits).hasMessageContaining(name + " is ");
  }
}
