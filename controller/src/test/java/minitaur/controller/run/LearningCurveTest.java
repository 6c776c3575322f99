package minitaur.controller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveTest {
  private static final Color FIRST = new Color(0x00, 0x72, 0xb2);
  private static final Color SECOND = new Color(0xd5, 0x5e, 0x00);

  @TempDir private Path directory;

  private Path run(String name, int rows, double slope) throws IOException {
    Path file = directory.resolve(name);
    try (CsvLog log = CsvLog.open(file, ProgressRow.COLUMNS)) {
      for (int i = 1; i <= rows; i++) {
        double mean = slope * i;
        log.append(
            new ProgressRow(
                    1000L * i,
                    0,
                    0,
                    mean,
                    mean - 1,
                    mean + 2,
                    0.1 * i,
                    0,
                    false,
                    1.0 / i,
                    Double.NaN,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0)
                .values());
      }
    }
    return file;
  }

  /** Number of pixels of a colour in a third of the picture, counted from the top. */
  private static int pixels(BufferedImage image, Color color, int panel) {
    int count = 0;
    int height = image.getHeight() / 3;
    for (int y = panel * height; y < (panel + 1) * height; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) == color.getRGB()) {
          count++;
        }
      }
    }
    return count;
  }

  private BufferedImage picture() throws IOException {
    return ImageIO.read(directory.resolve("curve.png").toFile());
  }

  @Test
  void aRunHasALineInEachPanel() throws IOException {
    LearningCurve.draw(run("progress.csv", 30, 10), directory.resolve("curve.png"));
    BufferedImage picture = picture();
    assertThat(picture.getWidth()).isEqualTo(1920);
    for (int panel = 0; panel < 3; panel++) {
      assertThat(pixels(picture, FIRST, panel)).as("panel %s", panel).isGreaterThan(1000);
      assertThat(pixels(picture, SECOND, panel)).as("panel %s", panel).isZero();
    }
  }

  @Test
  void groupsHaveTheirOwnColours() throws IOException {
    Map<String, List<Path>> groups = new LinkedHashMap<>();
    groups.put("nominal", List.of(run("a.csv", 30, 10), run("b.csv", 30, 12)));
    groups.put("realistic", List.of(run("c.csv", 20, 3)));
    LearningCurve.drawMany(groups, directory.resolve("curve.png"));
    BufferedImage picture = picture();
    assertThat(pixels(picture, FIRST, 0)).isGreaterThan(1000);
    assertThat(pixels(picture, SECOND, 0)).isGreaterThan(1000);
  }

  @Test
  void runsBehindAMeanAreThereAsThinLines() throws IOException {
    Path longer = run("a.csv", 30, 10);
    Path shorter = run("b.csv", 20, 12);
    Curve mean = Curve.ofRuns(List.of(longer, shorter), "both", "evaluation_return_mean");
    assertThat(mean.members()).hasSize(2);
    assertThat(mean.members().get(0).steps()).hasSize(30);
    assertThat(mean.members().get(1).middle()).hasSize(20).endsWith(240);
    assertThat(mean.steps()).hasSize(20);
    assertThat(Curve.lastStep(List.of(mean))).as("as far as any run").isEqualTo(30_000);
    assertThat(Curve.ofRuns(List.of(longer), "one", "evaluation_return_mean").members()).isEmpty();

    Map<String, List<Path>> groups = new LinkedHashMap<>();
    groups.put("nominal", List.of(longer, shorter));
    LearningCurve.drawMany(groups, directory.resolve("curve.png"));
    BufferedImage picture = picture();
    // Right of where the mean ends there is only the longer run, thin and translucent.
    int bluish = 0;
    for (int y = 0; y < picture.getHeight() / 3; y++) {
      for (int x = picture.getWidth() * 3 / 4; x < picture.getWidth() * 9 / 10; x++) {
        Color color = new Color(picture.getRGB(x, y));
        bluish += color.getBlue() - color.getRed() > 60 ? 1 : 0;
      }
    }
    assertThat(bluish).isBetween(100, 3000);
  }

  @Test
  void veryShortRunsAreDrawnToo() throws IOException {
    for (int rows = 0; rows <= 2; rows++) {
      LearningCurve.draw(run(rows + ".csv", rows, 10), directory.resolve("curve.png"));
      assertThat(pixels(picture(), FIRST, 0) > 20).as("%s rows", rows).isEqualTo(rows > 0);
    }
  }

  @Test
  void seedsAreAveragedWhereAllOfThemAre() throws IOException {
    Path longer = run("a.csv", 3, 10);
    Path shorter = run("b.csv", 2, 20);
    Curve curve = Curve.ofRuns(List.of(longer, shorter), "both", "evaluation_return_mean");

    assertThat(curve.steps()).containsExactly(1000, 2000);
    assertThat(curve.middle()).containsExactly(15, 30);
    assertThat(curve.low()).containsExactly(10, 20);
    assertThat(curve.high()).containsExactly(20, 40);
    assertThat(curve.hasBand()).isTrue();
    assertThat(Curve.lastStep(List.of(curve))).as("of the longer one").isEqualTo(3000, within(0.0));
  }

  @Test
  void pointsThatAreNoNumbersAreLeftOut() throws IOException {
    Path file = run("a.csv", 3, 10);
    Curve curve = Curve.ofRun(CsvTable.read(file), "entropy", "policy_entropy");
    assertThat(curve.steps()).isEmpty();
    assertThat(curve.hasBand()).isFalse();
  }

  @Test
  void aTableThatIsMissingOrAnotherIsNamed() throws IOException {
    Path out = directory.resolve("curve.png");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> LearningCurve.draw(directory.resolve("none.csv"), out));
    Path other = Files.writeString(directory.resolve("other.csv"), "a,b\n1,2\n");
    assertThatExceptionOfType(CsvFormatException.class)
        .isThrownBy(() -> LearningCurve.draw(other, out))
        .withMessageContaining("has no column step");
    assertThat(out).doesNotExist();
  }
}
