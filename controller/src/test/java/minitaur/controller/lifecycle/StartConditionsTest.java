package minitaur.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartConditionsTest {
  private static final long LATER_NANOS = 1_000_000_000;

  private String mocapStatus = "";
  private final StartConditions conditions =
      new StartConditions(OperatorSettings.defaults(), () -> "link lost", () -> mocapStatus);
  private final RobotState state = new RobotState();
  private final Track track = new Track();

  @BeforeEach
  void standAtTheStart() {
    state.connected = true;
    Arrays.fill(state.motorAngleRad, 2);
    conditions.startTimer(0);
  }

  private List<String> violations() {
    conditions.update(state, LATER_NANOS);
    return conditions.violations(state, track, LATER_NANOS);
  }

  @Test
  void acceptsStandingRobotInStartZone() {
    assertThat(violations()).isEmpty();
    track.xMetres = 0.29;
    track.yMetres = -0.29;
    assertThat(violations()).isEmpty();
  }

  @Test
  void reportsRollAndPitch() {
    state.pitchRad = Math.toRadians(13);
    state.rollRad = Math.toRadians(-20);
    assertThat(violations())
        .containsExactly(
            "roll is -20 degrees; level the robot", "pitch is 13 degrees; level the robot");
    state.rollRad = Double.NaN;
    assertThat(violations().get(0)).startsWith("roll is unknown");
  }

  @Test
  void reportsMotion() {
    state.motorVelocityRadPerSec[4] = 0.6;
    assertThat(violations()).containsExactly("the robot is moving; let go of it and keep it still");
    state.motorVelocityRadPerSec[4] = 0;
    assertThat(conditions.violations(state, track, LATER_NANOS + 299_000_000)).isNotEmpty();
    assertThat(conditions.violations(state, track, LATER_NANOS + 300_000_000)).isEmpty();
    conditions.startTimer(0);
    assertThat(violations()).isEmpty();
    state.angularVelocityXRadPerSec = Double.NaN;
    assertThat(violations()).hasSize(1);
    conditions.startTimer(0);
    state.angularVelocityXRadPerSec = 0;
    state.angularVelocityYRadPerSec = -0.6;
    assertThat(violations()).hasSize(1);
    conditions.startTimer(0);
    state.angularVelocityYRadPerSec = 0;
    state.motorVelocityRadPerSec[7] = Double.NaN;
    assertThat(violations()).hasSize(1);
  }

  @Test
  void reportsPositionOutsideStartZone() {
    track.xMetres = 1.234;
    track.yMetres = -0.5;
    assertThat(violations())
        .containsExactly(
            "the robot is 1.23 m ahead of the start line; move it to the line",
            "the robot is 0.50 m to the right of the lane's center line; move it to the line");
    track.xMetres = -0.4;
    track.yMetres = 0.4;
    assertThat(violations())
        .containsExactly(
            "the robot is 0.40 m behind the start line; move it to the line",
            "the robot is 0.40 m to the left of the lane's center line; move it to the line");
    track.velocityUnknownNanos = 1;
    assertThat(violations()).containsExactly("motion capture has no pose of the robot");
    mocapStatus = "120 samples are duplicates";
    assertThat(violations())
        .containsExactly("motion capture has no pose of the robot: 120 samples are duplicates");
  }

  @Test
  void measuresPositionFromStartOfEpisode() {
    OperatorSettings defaults = OperatorSettings.defaults();
    StartConditions shifted =
        new StartConditions(
            new OperatorSettings(
                defaults.resets(),
                defaults.patienceSeconds(),
                defaults.standUp(),
                new OperatorSettings.StartZone(2, 0.3, 0.3),
                defaults.startPosture()),
            () -> "",
            () -> "");
    track.xMetres = 2.2;
    assertThat(shifted.violations(state, track, LATER_NANOS)).isEmpty();
  }

  @Test
  void reportsLegAtStopOrUnknown() {
    state.motorAngleRad[2] = 0.1;
    state.motorAngleRad[3] = 0.1;
    state.motorAngleRad[4] = 3.1;
    state.motorAngleRad[5] = 3.1;
    state.motorAngleRad[7] = Double.NaN;
    assertThat(violations())
        .containsExactly(
            "the back-left leg is stuck at its stop; free it",
            "the front-right leg is stuck at its stop; free it",
            "the back-right leg's angles are unknown; check its encoders");
  }

  @Test
  void reportsOnlyLostLink() {
    state.connected = false;
    state.pitchRad = 3;
    assertThat(violations())
        .singleElement()
        .asString()
        .startsWith("the robot does not respond")
        .endsWith("link lost");
  }
}
