package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.run.render.SweepFigure;
import minitaur.controller.run.render.TerrainFigure;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.RobotGeometry;
import minitaur.sim.terrain.TerrainMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerrainTrialTest {
  @TempDir private Path directory;

  @Test
  void countsCompletedCourseAsCrossed() {
    TerrainTrial.Outcome outcome = trial("flat", 900).run(1);
    assertThat(outcome.crossed()).isEqualTo(1);
    assertThat(outcome.share()).isEqualTo(1);
    assertThat(outcome.stuck()).isZero();
    assertThat(outcome.meanVelocity()).isBetween(0.15, 0.5);
    assertThat(outcome.energyPerMetre()).isBetween(10.0, 5000.0);
    assertThat(outcome.worstPitch()).isLessThan(0.2);
  }

  @Test
  void countsTimeLimitAsStuck() {
    TerrainTrial.Outcome outcome = trial("flat", 50).run(2);
    assertThat(outcome.crossed()).isZero();
    assertThat(outcome.fell()).isZero();
    assertThat(outcome.stuck()).isEqualTo(2);
  }

  /**
   * The limit is 30 degrees relative to the ground: a robot that stands on 34 degrees has not
   * fallen.
   */
  @Test
  void standingOnSteepSlopeIsNotAFall() {
    TerrainTrial.Outcome outcome =
        new TerrainTrial(config("slope:-34", 25), new StandingPolicy()).run(1);
    assertThat(outcome.fell()).isZero();
    assertThat(outcome.stuck()).isEqualTo(1);
    assertThat(outcome.worstPitch()).isLessThan(Math.toRadians(30));
  }

  @Test
  void tiltRelativeToGroundIsAFall() {
    TerrainTrial.Outcome outcome =
        new TerrainTrial(config("flat", 200, "safety.tiltLimitDegrees=11.5"), new KneelingPolicy())
            .run(1);
    assertThat(outcome.fell()).isEqualTo(1);
    assertThat(outcome.worstPitch()).isBetween(0.15, 0.4);
  }

  @Test
  void sameSeedGivesTheSameOutcome() {
    assertThat(trial("blocks", 150).run(2)).isEqualTo(trial("blocks", 150).run(2));
  }

  @Test
  void drawsRobotTerrainAndBlocks() throws IOException {
    TerrainFigure.Strip strip = trial("course", 200).draw("course");
    assertThat(strip.poses()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(strip.blocks()).hasSize(6);
    assertThat(strip.blocks().get(0)).hasDimensions(8, 2);
    TerrainFigure figure = new TerrainFigure(RobotGeometry.nominal());
    Path svg = directory.resolve("terrains.svg");
    Path png = directory.resolve("terrains.png");
    figure.draw(List.of(strip, strip), svg);
    figure.draw(List.of(strip), png);
    assertThat(Files.readString(svg)).contains("<svg", "course");
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(1800);
  }

  @Test
  void standardSuiteHasTheThresholds() {
    assertThat(TerrainSuite.standard().entries())
        .filteredOn(TerrainSuite.Entry::hasThreshold)
        .extracting(entry -> entry.terrain() + " " + entry.minShare())
        .contains("slope:-12 0.95", "stairs-down:0.04x0.35x4 0.8", "blocks 0.8");
    TerrainSuite chosen = TerrainSuite.of(TerrainMix.parse("slope:8,slope:9"));
    assertThat(chosen.entries())
        .extracting(TerrainSuite.Entry::hasThreshold)
        .containsExactly(true, false);
    TerrainTrial.Outcome outcome =
        new TerrainTrial.Outcome(chosen.entries().get(0).terrain(), 20, 18, 1, 0.5, 100, 0.1);
    assertThat(outcome.stuck()).isEqualTo(1);
    assertThat(chosen.entries().get(0).isMetBy(outcome)).isFalse();
    assertThat(chosen.entries().get(1).isMetBy(outcome)).isTrue();
  }

  @Test
  void pushSweepFindsMaxSurvivedImpulse() throws IOException {
    RobustnessSuite suite = new RobustnessSuite(config("flat", 150), new StandingPolicy(), 1);
    List<RobustnessSuite.Point> pushes = suite.run(RobustnessSuite.Sweep.PUSH_LEFT);
    assertThat(pushes.get(0).survivalRate()).isEqualTo(1);
    assertThat(RobustnessSuite.maxSurvived(pushes)).isBetween(1.0, 9.0);
    assertThat(pushes.get(pushes.size() - 1).survivalRate()).isZero();
    Path png = directory.resolve("sweep.png");
    SweepFigure.draw(
        List.of(
            new SweepFigure.Panel("a", "Ns", new double[] {1, 2}, new double[] {1, 0.5}),
            new SweepFigure.Panel("b", "", new double[] {3}, new double[] {0})),
        png);
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(1800);
  }

  @Test
  void everySweepChangesTheGait() {
    RobustnessSuite suite = new RobustnessSuite(config("flat", 150), new TrottingPolicy(), 1);
    for (RobustnessSuite.Sweep sweep :
        List.of(
            RobustnessSuite.Sweep.PAYLOAD,
            RobustnessSuite.Sweep.WEAK_MOTOR,
            RobustnessSuite.Sweep.FRICTION)) {
      List<RobustnessSuite.Point> points = suite.run(sweep);
      assertThat(points.get(0).meanVelocity())
          .as(sweep.title())
          .isNotEqualTo(points.get(points.size() - 1).meanVelocity());
    }
  }

  private static TerrainTrial trial(String terrain, int steps) {
    return new TerrainTrial(config(terrain, steps), new TrottingPolicy());
  }

  private static ControllerConfig config(String terrain, int steps, String... settings) {
    return ControllerConfig.read(
        Stream.concat(
                Stream.of(
                    "sim.profile=nominal", "sim.terrain=" + terrain, "task.episodeSteps=" + steps),
                Stream.of(settings))
            .map(setting -> ConfigOverride.parse("test", setting))
            .toList());
  }

  /** The reference trot, faded in. */
  private static final class TrottingPolicy implements Policy {
    private int step;

    @Override
    public long id() {
      return 1;
    }

    @Override
    public void act(float[] state, float[] action) {
      double fade = Math.min(1, step / 25.0);
      double phase = 2 * Math.PI * 2 * 0.02 * step++;
      for (int leg = 0; leg < 4; leg++) {
        double p = leg == 0 || leg == 3 ? phase : phase + Math.PI;
        action[leg] = (float) (fade * 0.3 * Math.sin(p));
        action[4 + leg] = (float) (-fade * 0.4 * Math.cos(p - 0.8));
      }
    }
  }

  /** Holds the start posture. */
  private static final class StandingPolicy implements Policy {
    @Override
    public long id() {
      return 2;
    }

    @Override
    public void act(float[] state, float[] action) {
      Arrays.fill(action, 0);
    }
  }

  /** Tucks the front legs and extends the back ones until the robot tips over. */
  private static final class KneelingPolicy implements Policy {
    @Override
    public long id() {
      return 3;
    }

    @Override
    public void act(float[] state, float[] action) {
      for (int leg = 0; leg < 4; leg++) {
        boolean front = leg == 0 || leg == 2;
        action[leg] = front ? -1 : 1;
        action[4 + leg] = front ? -1 : 1;
      }
    }
  }
}
