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
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveTest {
  private static final Color FIRST = new Color(0x00, 0x72, 0xb2);
  private static final Color SECOND = new Color(0xd5, 0x5e, 0x00);

  private static final LearningCurve SCREEN =
      new LearningCurve(FigureStyle.SCREEN, XAxis.STEPS, Aggregate.MEAN);

  @TempDir private Path directory;

  private PlottedRun run(String name, int rows, double slope) throws IOException {
    return run(name, rows, slope, name.hashCode());
  }

  private PlottedRun run(String name, int rows, double slope, long seed) throws IOException {
    Path file = directory.resolve(name);
    List<String> columns = ProgressRow.columns(List.of("temperature", "entropy"));
    try (CsvLog log = CsvLog.open(file, columns)) {
      for (int i = 1; i <= rows; i++) {
        double mean = slope * i;
        Map<String, Double> metrics = Map.of("temperature", 1.0 / i);
        log.append(
            new ProgressRow(
                    1000L * i,
                    0,
                    0,
                    new ProgressRow.Evaluation(mean, mean - 1, mean + 2, 0.1 * i, 0, false),
                    new ProgressRow.Speed(0, 0),
                    metrics)
                .values(columns));
      }
    }
    return new PlottedRun(file, directory.resolve("episodes-" + name), seed, 50);
  }

  /** Number of pixels of a color in a third of the image, counted from the top. */
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
  void powerFigureHasVelocityPowerAndWindingTemperature() throws IOException {
    Path file = directory.resolve("run");
    String header =
        "step,evaluation_velocity_mean,evaluation_power_mean,evaluation_winding_steady_max";
    Files.writeString(file, header + "\n1000,0.1,900,400\n2000,0.5,500,200\n3000,0.7,300,120\n");
    PlottedRun run = new PlottedRun(file, directory.resolve("episodes"), 0, 50);
    SCREEN.drawPower(Map.of("one", List.of(run)), directory.resolve("curve.png"));
    for (int panel = 0; panel < 3; panel++) {
      assertThat(pixels(picture(), FIRST, panel)).as("panel " + panel).isGreaterThan(50);
    }
  }

  @Test
  void groupsHaveTheirOwnColours() throws IOException {
    Map<String, List<PlottedRun>> groups = new LinkedHashMap<>();
    groups.put("nominal", List.of(run("a.csv", 30, 10), run("b.csv", 30, 12)));
    groups.put("realistic", List.of(run("c.csv", 20, 3)));
    SCREEN.drawMany(groups, directory.resolve("curve.png"));
    BufferedImage picture = picture();
    assertThat(pixels(picture, FIRST, 0)).isGreaterThan(1000);
    assertThat(pixels(picture, SECOND, 0)).isGreaterThan(1000);
  }

  @Test
  void runsBehindAMeanAreThereAsThinLines() throws IOException {
    PlottedRun longer = run("a.csv", 30, 10);
    PlottedRun shorter = run("b.csv", 20, 12);
    Curve mean =
        Curve.ofRuns(
            List.of(longer, shorter),
            XAxis.STEPS,
            Aggregate.MEAN,
            "both",
            "evaluation_return_mean");
    assertThat(mean.members()).hasSize(2);
    assertThat(mean.members().get(0).x()).hasSize(30);
    assertThat(mean.members().get(1).middle()).hasSize(20).endsWith(240);
    assertThat(mean.x()).hasSize(20);
    assertThat(Curve.lastPlace(List.of(mean))).as("as far as any run").isEqualTo(30_000);
    assertThat(
            Curve.ofRuns(
                    List.of(longer), XAxis.STEPS, Aggregate.MEAN, "one", "evaluation_return_mean")
                .members())
        .isEmpty();

    Map<String, List<PlottedRun>> groups = new LinkedHashMap<>();
    groups.put("nominal", List.of(longer, shorter));
    SCREEN.drawMany(groups, directory.resolve("curve.png"));
    BufferedImage picture = picture();
    // To the right of the end of the mean there is only the longer run, thin and translucent.
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
    PlottedRun longer = run("a.csv", 3, 10);
    PlottedRun shorter = run("b.csv", 2, 20);
    Curve curve =
        Curve.ofRuns(
            List.of(longer, shorter),
            XAxis.STEPS,
            Aggregate.MEAN,
            "both",
            "evaluation_return_mean");

    assertThat(curve.x()).containsExactly(1000, 2000);
    assertThat(curve.middle()).containsExactly(15, 30);
    assertThat(curve.low()).containsExactly(10, 20);
    assertThat(curve.high()).containsExactly(20, 40);
    assertThat(curve.hasBand()).isTrue();
    assertThat(Curve.lastPlace(List.of(curve)))
        .as("of the longer one")
        .isEqualTo(3000, within(0.0));
  }

  @Test
  void pointsThatAreNoNumbersAreLeftOut() throws IOException {
    PlottedRun file = run("a.csv", 3, 10);
    Curve curve = Curve.ofRun(file, XAxis.STEPS, "entropy", "entropy");
    assertThat(curve.x()).isEmpty();
    assertThat(curve.hasBand()).isFalse();
  }

  @Test
  void aTableThatIsMissingOrAnotherIsNamed() throws IOException {
    Path out = directory.resolve("curve.png");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> LearningCurve.draw(new PlottedRun(out, out, 1, 50), out));
    Path other = Files.writeString(directory.resolve("other.csv"), "a,b\n1,2\n");
    assertThatExceptionOfType(CsvFormatException.class)
        .isThrownBy(() -> LearningCurve.draw(new PlottedRun(other, out, 1, 50), out))
        .withMessageContaining("has no column step");
    assertThat(out).doesNotExist();
  }

  @Test
  void countsDistinctSeeds() throws IOException {
    PlottedRun first = run("a.csv", 2, 10, 1);
    PlottedRun second = run("b.csv", 2, 10, 2);
    PlottedRun repeated = run("c.csv", 2, 10, 2);
    assertThat(SCREEN.label("nominal", List.of(first))).isEqualTo("nominal (1 seed)");
    assertThat(SCREEN.label("nominal", List.of(first, second)))
        .isEqualTo("nominal (mean and range of 2 seeds)");
    assertThat(SCREEN.label("nominal", List.of(first, second, repeated)))
        .isEqualTo("nominal (mean and range of 3 runs, 2 seeds)");
  }

  @Test
  void interquartileMeanIgnoresOutliersAndHasAnInterval() {
    double[] iqm = Aggregate.IQM.of(new double[] {1, 2, 3, 4, 5, 6, 7, 1000});
    assertThat(iqm[0]).isEqualTo((3 + 4 + 5 + 6) / 4.0);
    assertThat(iqm[1]).isBetween(1.0, 4.0);
    assertThat(iqm[2]).isBetween(5.0, 400.0);
  }

  @Test
  void trainingReturnsAreARunningMean() throws IOException {
    PlottedRun run = run("a.csv", 2, 10);
    StringBuilder table = new StringBuilder("end_step,return\n");
    for (int i = 1; i <= 12; i++) {
      table.append(500 * i).append(',').append(i).append('\n');
    }
    Files.writeString(run.episodes(), table);
    Curve training = Curve.ofTraining(run, XAxis.ROBOT_TIME);
    assertThat(training.middle()).hasSize(12).startsWith(1, 1.5).endsWith(6.5, 7.5);
    assertThat(training.x()[11]).isCloseTo(6000 / 50.0 / 60, within(1e-12));
  }

  @Test
  void writesVectorFiguresForPapers() throws IOException {
    Map<String, List<PlottedRun>> groups = Map.of("nominal", List.of(run("a.csv", 30, 10)));
    LearningCurve paper = new LearningCurve(FigureStyle.paper(1), XAxis.ROBOT_TIME, Aggregate.IQM);
    Path svg = directory.resolve("curve.svg");
    paper.drawMany(groups, svg);
    assertThat(Files.readString(svg))
        .contains("<svg", "translate(0 250)")
        .as("the width of a column")
        .contains("width=\"252");
    Path pdf = directory.resolve("curve.pdf");
    paper.drawMany(groups, pdf);
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      assertThat(document.getNumberOfPages()).isEqualTo(1);
      assertThat(document.getPage(0).getMediaBox().getWidth()).isEqualTo(252);
    }
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> paper.drawMany(groups, directory.resolve("curve.gif")))
        .withMessageContaining("must end with .png, .svg or .pdf");
  }
}
