package minitaur.controller.episode.safety;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.controller.episode.safety.EpisodeEnd.Termination;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import org.junit.jupiter.api.Test;

class EpisodeEndTest {
  private static String fall(double rollDegrees, double pitchDegrees) {
    return new Termination(new Fall(Math.toRadians(rollDegrees), Math.toRadians(pitchDegrees)))
        .describe(212);
  }

  @Test
  void onlyATerminationForfeitsTheFuture() {
    assertThat(new Termination(new Fall(0, 1)).discount()).isZero();
    for (Reason reason : Reason.values()) {
      assertThat(new Truncation(reason).discount()).isEqualTo(1);
    }
  }

  @Test
  void tellsPeopleHowTheRobotFell() {
    assertThat(fall(3, 34)).isEqualTo("fell forward, pitch 34 degrees, after 212 steps");
    assertThat(fall(3, -34)).isEqualTo("fell backward, pitch -34 degrees, after 212 steps");
    assertThat(fall(40, 34)).isEqualTo("fell right, roll 40 degrees, after 212 steps");
    assertThat(fall(-40, 34)).isEqualTo("fell left, roll -40 degrees, after 212 steps");
  }

  @Test
  void tellsPeopleWhatCutTheEpisodeShort() {
    assertThat(new Truncation(Reason.TIME_LIMIT).describe(500))
        .isEqualTo("reached the time limit, after 500 steps");
    assertThat(new Truncation(Reason.LINK_LOST).describe(7))
        .isEqualTo("lost the link to the robot, after 7 steps");
  }
}
