package minitaur.controller.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.Leg;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ActionMapTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static double[] targets(float... action) {
    double[] motorAngles = new double[8];
    ActionMap.nominal().toMotorAngles(action, motorAngles);
    return motorAngles;
  }

  /** Position of a foot relative to its hip for given motor angles. */
  private static double[] foot(Leg leg, double[] motorAngles) {
    double[] xz = new double[2];
    new FiveBarLeg(RobotGeometry.nominal())
        .footPosition(motorAngles[leg.rear().ordinal()], motorAngles[leg.front().ordinal()], xz);
    return xz;
  }

  @Test
  void zeroActionMapsToMidExtension() {
    assertThat(targets(0, 0, 0, 0, 0, 0, 0, 0)).containsOnly(2.0);
  }

  @Test
  void swingIsMirroredBetweenLeftAndRightLegs() {
    // Left legs: L = extension + swing, R = extension - swing; right legs the other way round.
    assertThat(targets(1, 0, 0, 0, 0, 0, 0, 0)).containsExactly(2.5, 1.5, 2, 2, 2, 2, 2, 2);
    assertThat(targets(0, 1, 0, 0, 0, 0, 0, 0)).containsExactly(2, 2, 2.5, 1.5, 2, 2, 2, 2);
    assertThat(targets(0, 0, 1, 0, 0, 0, 0, 0)).containsExactly(2, 2, 2, 2, 1.5, 2.5, 2, 2);
    assertThat(targets(0, 0, 0, 1, 0, 0, 0, 0)).containsExactly(2, 2, 2, 2, 2, 2, 1.5, 2.5);
  }

  @Test
  void extensionMovesBothMotorsOfLeg() {
    assertThat(targets(0, 0, 0, 0, 1, -1, 0.5f, -0.5f))
        .containsExactly(2.5, 2.5, 1.5, 1.5, 2.25, 2.25, 1.75, 1.75);
    assertThat(targets(0.5f, 0, 0, 0, -1, 0, 0, 0)).containsExactly(1.75, 1.25, 2, 2, 2, 2, 2, 2);
  }

  @Test
  void swingMovesFeetForwardAndExtensionMovesThemDown() {
    double[] still = targets(0, 0, 0, 0, 0, 0, 0, 0);
    double[] swung = targets(0.4f, 0.4f, 0.4f, 0.4f, 0, 0, 0, 0);
    double[] extended = targets(0, 0, 0, 0, 0.4f, 0.4f, 0.4f, 0.4f);
    for (Leg leg : Leg.values()) {
      assertThat(foot(leg, swung)[0]).as(leg.name()).isGreaterThan(foot(leg, still)[0] + 0.03);
      assertThat(foot(leg, extended)[1]).as(leg.name()).isLessThan(foot(leg, still)[1] - 0.01);
    }
  }

  @Test
  void equalActionsPlaceLeftAndRightFeetSymmetrically() {
    double[] motorAngles = targets(0.3f, -0.7f, 0.3f, -0.7f, 0.9f, -0.2f, 0.9f, -0.2f);
    for (int axis = 0; axis < 2; axis++) {
      assertThat(foot(Leg.FRONT_LEFT, motorAngles)[axis])
          .isCloseTo(foot(Leg.FRONT_RIGHT, motorAngles)[axis], EXACT);
      assertThat(foot(Leg.BACK_LEFT, motorAngles)[axis])
          .isCloseTo(foot(Leg.BACK_RIGHT, motorAngles)[axis], EXACT);
    }
    assertThat(foot(Leg.FRONT_LEFT, motorAngles)[0])
        .isNotCloseTo(foot(Leg.BACK_LEFT, motorAngles)[0], within(0.01));
  }

  @Test
  void rejectsRangesBeyondMotorLimits() {
    assertThatThrownBy(() -> new ActionMap(0, 2, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("swingRange is 0.0")
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> new ActionMap(0.5, 2, Double.NaN))
        .hasMessageContaining("extensionRange is NaN");
    assertThatThrownBy(() -> new ActionMap(0.5, 2.5, 0.5))
        .hasMessageContaining("extensionMid is 2.5")
        .hasMessageContaining("1.0 to 2.14");
    assertThatThrownBy(() -> new ActionMap(0.5, Double.NaN, 0.5))
        .hasMessageContaining("extensionMid is NaN");
  }
}
