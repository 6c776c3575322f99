package minitaur.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartChecksTest {
  private static final long LATER = 1_000_000_000;

  private String tracking = "";
  private final StartChecks checks = new StartChecks(OperatorSettings.defaults(), () -> tracking);
  private final RobotState state = new RobotState();
  private final Track track = new Track();

  @BeforeEach
  void standAtTheStart() {
    state.connected = true;
    Arrays.fill(state.motorAngleRad, 2);
    checks.begin(0);
  }

  private List<String> objections() {
    checks.watch(state, LATER);
    return checks.objections(state, track, LATER);
  }

  @Test
  void aRobotThatStandsAtItsStartIsFine() {
    assertThat(objections()).isEmpty();
    track.xMetres = 0.29;
    track.yMetres = -0.29;
    assertThat(objections()).isEmpty();
  }

  @Test
  void saysHowItIsTilted() {
    state.pitchRad = Math.toRadians(13);
    state.rollRad = Math.toRadians(-20);
    assertThat(objections())
        .containsExactly("roll is -20 degrees; set it level", "pitch is 13 degrees; set it level");
    state.rollRad = Double.NaN;
    assertThat(objections().get(0)).startsWith("roll is unknown");
  }

  @Test
  void saysThatItMoves() {
    state.motorVelocityRadPerSec[4] = 0.6;
    assertThat(objections()).containsExactly("it moves; let go of it and leave it still");
    state.motorVelocityRadPerSec[4] = 0;
    assertThat(checks.objections(state, track, LATER + 299_000_000)).isNotEmpty();
    assertThat(checks.objections(state, track, LATER + 300_000_000)).isEmpty();
    state.angularVelocityXRadPerSec = Double.NaN;
    assertThat(objections()).hasSize(1);
  }

  @Test
  void saysWhereItIs() {
    track.xMetres = 1.234;
    track.yMetres = -0.5;
    assertThat(objections())
        .containsExactly(
            "it is 1.23 m ahead of the start line; set it there",
            "it is 0.50 m to the right of the lane's middle; set it there");
    track.unknownNanos = 1;
    assertThat(objections()).containsExactly("motion capture has no pose of it");
    tracking = "120 samples are duplicates";
    assertThat(objections())
        .containsExactly("motion capture has no pose of it: 120 samples are duplicates");
  }

  @Test
  void saysWhichLegIsCaughtOrUnknown() {
    state.motorAngleRad[2] = 0.1;
    state.motorAngleRad[3] = 0.1;
    state.motorAngleRad[7] = Double.NaN;
    assertThat(objections())
        .containsExactly(
            "the back-left leg is caught at its stop; free it",
            "the back-right leg's angles are unknown; check its encoders");
  }

  @Test
  void aLostLinkHidesTheRest() {
    state.connected = false;
    state.pitchRad = 3;
    assertThat(objections()).singleElement().asString().startsWith("the robot does not respond");
  }
}
