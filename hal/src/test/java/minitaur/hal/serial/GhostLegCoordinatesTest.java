package minitaur.hal.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GhostLegCoordinatesTest {
  private static final RobotGeometry GEOMETRY = RobotGeometry.nominal();

  @ParameterizedTest
  @EnumSource
  void convertsToLegCoordinatesAndBack(GhostLegCoordinates.Unit unit) {
    GhostLegCoordinates legs = new GhostLegCoordinates(unit, GEOMETRY);
    double[] angle = {1.2, 2.1, 0.7, 2.9, 2.2, 1.4, 1.9, 2.0};
    double[] position = new double[Motor.COUNT];
    double[] converted = new double[Motor.COUNT];
    legs.toLegCoordinates(angle, position);
    legs.toMotorAngles(position, converted);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      assertThat(converted[motor]).isCloseTo(angle[motor], within(1e-9));
    }
    // Front left: L is the rear motor; swing is half of rear minus front, positive forward.
    assertThat(position[1]).isCloseTo(-0.45, within(1e-12));
    if (unit == GhostLegCoordinates.Unit.METRES) {
      double[] pin = new double[2];
      new FiveBarLeg(GEOMETRY).pinPosition(1.2, 2.1, pin);
      assertThat(position[0]).isCloseTo(Math.hypot(pin[0], pin[1]), within(1e-12));
    }
  }

  /** For a small displacement, a leg's springs store the same energy as those of its motors. */
  @ParameterizedTest
  @EnumSource
  void preservesSpringEnergy(GhostLegCoordinates.Unit unit) {
    GhostLegCoordinates legs = new GhostLegCoordinates(unit, GEOMETRY);
    double[] angle = new double[Motor.COUNT];
    double[] position = new double[Motor.COUNT];
    double[] moved = new double[Motor.COUNT];
    double[] stiffness = new double[Motor.COUNT];
    Arrays.fill(angle, 1.8);
    legs.toLegCoordinates(angle, position);
    legs.toStiffness(0.7, position, stiffness);
    double rear = 1e-4;
    double front = -3e-4;
    angle[0] += rear;
    angle[1] += front;
    legs.toLegCoordinates(angle, moved);
    double r = moved[0] - position[0];
    double theta = moved[1] - position[1];
    double motorStiffness = 0.7 * 16 * 0.0954 / 0.186;
    double expected = 0.5 * motorStiffness * (rear * rear + front * front);
    assertThat(0.5 * (stiffness[0] * r * r + stiffness[1] * theta * theta))
        .isCloseTo(expected, within(1e-3 * expected));
    assertThat(GhostLegCoordinates.toPositionGain(stiffness[1])).isCloseTo(0.7, within(1e-12));
  }
}
