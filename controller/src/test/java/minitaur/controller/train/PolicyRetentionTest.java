package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import minitaur.controller.episode.gait.GaitReport;
import org.junit.jupiter.api.Test;

class PolicyRetentionTest {
  private final PolicyRetention retention = new PolicyRetention();

  private boolean keeps(double meanReturn, double velocity, int falls) {
    return retention.keeps(
        new EvaluationResult(
            3,
            new EvaluationResult.Returns(meanReturn, meanReturn, meanReturn),
            velocity,
            falls,
            Double.NaN,
            GaitReport.empty(),
            Map.of()));
  }

  @Test
  void keepsNewestUntilOneWalks() {
    assertThat(keeps(-5, 0, 0)).isTrue();
    assertThat(keeps(-190, 0.02, 0)).isTrue();
    assertThat(keeps(500, 1, 1)).as("falls").isTrue();
    assertThat(keeps(300, 0.5, 0)).isTrue();
  }

  @Test
  void keepsNewestUnlessClearlyWorseThanBest() {
    assertThat(keeps(460, 1.1, 0)).isTrue();
    assertThat(keeps(382, 0.8, 0)).isFalse();
    assertThat(keeps(451, 1.1, 0)).as("2 % below").isTrue();
    assertThat(keeps(449, 1.1, 0)).as("2 % below the last, but more below the best").isFalse();
    assertThat(keeps(470, 0.1, 0)).as("stands").isFalse();
    assertThat(keeps(470, 1.1, 1)).as("falls").isFalse();
    assertThat(keeps(470, 1.1, 0)).isTrue();
  }

  @Test
  void survivesCheckpointAndForgetsOnReset() throws IOException {
    keeps(460, 1.1, 0);
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    retention.save(new DataOutputStream(saved));
    retention.reset();
    assertThat(keeps(300, 0.8, 0)).isTrue();
    retention.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
    assertThat(keeps(300, 0.8, 0)).isFalse();
  }
}
