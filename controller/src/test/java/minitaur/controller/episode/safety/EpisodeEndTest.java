package minitaur.controller.episode.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.episode.safety.EpisodeEnd.Termination;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import org.junit.jupiter.api.Test;

class EpisodeEndTest {
  private static String describeFall(double rollDegrees, double pitchDegrees) {
    return new Termination(new Fall(Math.toRadians(rollDegrees), Math.toRadians(pitchDegrees)))
        .describe(212);
  }

  @Test
  void onlyTerminationHasZeroDiscount() {
    assertThat(new Termination(new Fall(0, 1)).discount()).isZero();
    for (Reason reason : Reason.values()) {
      assertThat(new Truncation(reason).discount()).isEqualTo(1);
    }
  }

  @Test
  void describesFallDirectionAndAngle() {
    assertThat(describeFall(3, 34)).isEqualTo("fell forward, pitch 34 degrees, after 212 steps");
    assertThat(describeFall(3, -34)).isEqualTo("fell backward, pitch -34 degrees, after 212 steps");
    assertThat(describeFall(40, 34)).isEqualTo("fell right, roll 40 degrees, after 212 steps");
    assertThat(describeFall(-40, 34)).isEqualTo("fell left, roll -40 degrees, after 212 steps");
  }

  @Test
  void everyEndIsASentenceWithSubject() {
    assertThat(new Termination(new Fall(0, 0.6)).sentence(212))
        .isEqualTo("the robot fell forward, pitch 34 degrees, after 212 steps");
    assertThat(new Termination(new Fall(3, 0)).sentence()).startsWith("the robot turned upside");
    List<EpisodeEnd> ends = new ArrayList<>(List.of(new EpisodeEnd.EnvironmentTermination()));
    for (Reason reason : Reason.values()) {
      ends.add(new Truncation(reason));
    }
    for (EpisodeEnd end : ends) {
      assertThat(end.sentence()).matches("(the|an?|legs|motion|encoder data|IMU data) .+");
    }
  }

  @Test
  void describesTruncationReason() {
    assertThat(new Truncation(Reason.TIME_LIMIT).describe(500))
        .isEqualTo("the episode reached the time limit, after 500 steps");
    assertThat(new Truncation(Reason.LINK_LOST).describe(7))
        .isEqualTo("the link to the robot was lost, after 7 steps");
  }
}
