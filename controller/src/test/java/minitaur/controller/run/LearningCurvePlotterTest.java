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

class LearningCurvePlotterTest {
  private static final Color FIRST = new Color(0x00, 0x72, 0xb2);
  private static final Color SECOND = new Color(0xd5, 0x5e, 0x00);

  private static final LearningCurvePlotter SCREEN =
      new LearningCurvePlotter(FigureStyle.SCREEN, XAxis.STEPS, Aggregate.MEAN);

  @TempDir private Path directory;

  private PlottedRun writeRun(String name, int rows, double slope) throws IOException {
    return writeRun(name, rows, slope, name.hashCode());
  }

  private PlottedRun writeRun(String name, int rows, double slope, long seed) throws IOException {
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
  private static int countPixels(BufferedImage image, Color color, int panel) {
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

  private BufferedImage readImage() throws IOException {
    return ImageIO.read(directory.resolve("curve.png").toFile());
  }

  @Test
  void drawsLineInEachPanel() throws IOException {
    LearningCurvePlotter.draw(writeRun("progress.csv", 30, 10), directory.resolve("curve.png"));
    BufferedImage image = readImage();
    assertThat(image.getWidth()).isEqualTo(1920);
    for (int panel = 0; panel < 3; panel++) {
      assertThat(countPixels(image, FIRST, panel)).as("panel %s", panel).isGreaterThan(1000);
      assertThat(countPixels(image, SECOND, panel)).as("panel %s", panel).isZero();
    }
  }

  @Test
  void powerFigureHasThreePanels() throws IOException {
    Path file = directory.resolve("run");
    String header =
        "step,evaluation_velocity_mean,evaluation_power_mean,evaluation_winding_steady_max";
    Files.writeString(file, header + "\n1000,0.1,900,400\n2000,0.5,500,200\n3000,0.7,300,120\n");
    PlottedRun run = new PlottedRun(file, directory.resolve("episodes"), 0, 50);
    SCREEN.drawPower(Map.of("one", List.of(run)), directory.resolve("curve.png"));
    for (int panel = 0; panel < 3; panel++) {
      assertThat(countPixels(readImage(), FIRST, panel)).as("panel " + panel).isGreaterThan(50);
    }
  }

  @Test
  void groupsHaveDistinctColors() throws IOException {
    Map<String, List<PlottedRun>> groups = new LinkedHashMap<>();
    groups.put("nominal", List.of(writeRun("a.csv", 30, 10), writeRun("b.csv", 30, 12)));
    groups.put("realistic", List.of(writeRun("c.csv", 20, 3)));
    SCREEN.drawGroups(groups, directory.resolve("curve.png"));
    BufferedImage image = readImage();
    assertThat(countPixels(image, FIRST, 0)).isGreaterThan(1000);
    assertThat(countPixels(image, SECOND, 0)).isGreaterThan(1000);
  }

  @Test
  void drawsIndividualRunsAsThinLines() throws IOException {
    PlottedRun longer = writeRun("a.csv", 30, 10);
    PlottedRun shorter = writeRun("b.csv", 20, 12);
    Curve mean =
        Curve.ofRuns(
            List.of(longer, shorter),
            XAxis.STEPS,
            Aggregate.MEAN,
            "both",
            "evaluation_return_mean");
    assertThat(mean.members()).hasSize(2);
    assertThat(mean.members().get(0).x()).hasSize(30);
    assertThat(mean.members().get(1).center()).hasSize(20).endsWith(240);
    assertThat(mean.x()).hasSize(20);
    assertThat(Curve.maxX(List.of(mean))).as("last step of the longest run").isEqualTo(30_000);
    assertThat(
            Curve.ofRuns(
                    List.of(longer), XAxis.STEPS, Aggregate.MEAN, "one", "evaluation_return_mean")
                .members())
        .isEmpty();

    Map<String, List<PlottedRun>> groups = new LinkedHashMap<>();
    groups.put("nominal", List.of(longer, shorter));
    SCREEN.drawGroups(groups, directory.resolve("curve.png"));
    BufferedImage image = readImage();
    // To the right of the end of the mean there is only the longer run, thin and translucent.
    int bluePixels = 0;
    for (int y = 0; y < image.getHeight() / 3; y++) {
      for (int x = image.getWidth() * 3 / 4; x < image.getWidth() * 9 / 10; x++) {
        Color color = new Color(image.getRGB(x, y));
        bluePixels += color.getBlue() - color.getRed() > 60 ? 1 : 0;
      }
    }
    assertThat(bluePixels).isBetween(100, 3000);
  }

  @Test
  void drawsVeryShortRuns() throws IOException {
    for (int rows = 0; rows <= 2; rows++) {
      LearningCurvePlotter.draw(writeRun(rows + ".csv", rows, 10), directory.resolve("curve.png"));
      assertThat(countPixels(readImage(), FIRST, 0) > 20).as("%s rows", rows).isEqualTo(rows > 0);
    }
  }

  @Test
  void averagesSeedsOverCommonSteps() throws IOException {
    PlottedRun longer = writeRun("a.csv", 3, 10);
    PlottedRun shorter = writeRun("b.csv", 2, 20);
    Curve curve =
        Curve.ofRuns(
            List.of(longer, shorter),
            XAxis.STEPS,
            Aggregate.MEAN,
            "both",
            "evaluation_return_mean");

    assertThat(curve.x()).containsExactly(1000, 2000);
    assertThat(curve.center()).containsExactly(15, 30);
    assertThat(curve.low()).containsExactly(10, 20);
    assertThat(curve.high()).containsExactly(20, 40);
    assertThat(curve.hasBand()).isTrue();
    assertThat(Curve.maxX(List.of(curve)))
        .as("last step of the longer run")
        .isEqualTo(3000, within(0.0));
  }

  @Test
  void omitsNonFinitePoints() throws IOException {
    PlottedRun file = writeRun("a.csv", 3, 10);
    Curve curve = Curve.ofRun(file, XAxis.STEPS, "entropy", "entropy");
    assertThat(curve.x()).isEmpty();
    assertThat(curve.hasBand()).isFalse();
  }

  @Test
  void reportsMissingOrInvalidTable() throws IOException {
    Path out = directory.resolve("curve.png");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> LearningCurvePlotter.draw(new PlottedRun(out, out, 1, 50), out));
    Path other = Files.writeString(directory.resolve("other.csv"), "a,b\n1,2\n");
    assertThatExceptionOfType(CsvFormatException.class)
        .isThrownBy(() -> LearningCurvePlotter.draw(new PlottedRun(other, out, 1, 50), out))
        .withMessageContaining("has no column step");
    assertThat(out).doesNotExist();
  }

  @Test
  void countsDistinctSeeds() throws IOException {
    PlottedRun first = writeRun("a.csv", 2, 10, 1);
    PlottedRun second = writeRun("b.csv", 2, 10, 2);
    PlottedRun repeated = writeRun("c.csv", 2, 10, 2);
    assertThat(SCREEN.label("nominal", List.of(first))).isEqualTo("nominal (1 seed)");
    assertThat(SCREEN.label("nominal", List.of(first, second)))
        .isEqualTo("nominal (mean and range of 2 seeds)");
    assertThat(SCREEN.label("nominal", List.of(first, second, repeated)))
        .isEqualTo("nominal (mean and range of 3 runs, 2 seeds)");
  }

  @Test
  void interquartileMeanIgnoresOutliersAndHasAnInterval() {
    double[] iqm = Aggregate.IQM.apply(new double[] {1, 2, 3, 4, 5, 6, 7, 1000});
    assertThat(iqm[0]).isEqualTo((3 + 4 + 5 + 6) / 4.0);
    assertThat(iqm[1]).isBetween(1.0, 4.0);
    assertThat(iqm[2]).isBetween(5.0, 400.0);
  }

  @Test
  void trainingCurveIsRunningMean() throws IOException {
    PlottedRun run = writeRun("a.csv", 2, 10);
    StringBuilder table = new StringBuilder("end_step,return\n");
    for (int i = 1; i <= 12; i++) {
      table.append(500 * i).append(',').append(i).append('\n');
    }
    Files.writeString(run.episodes(), table);
    Curve training = Curve.ofTraining(run, XAxis.ROBOT_TIME);
    assertThat(training.center()).hasSize(12).startsWith(1, 1.5).endsWith(6.5, 7.5);
    assertThat(training.x()[11]).isCloseTo(6000 / 50.0 / 60, within(1e-12));
  }

  @Test
  void writesVectorFiguresForPapers() throws IOException {
    Map<String, List<PlottedRun>> groups = Map.of("nominal", List.of(writeRun("a.csv", 30, 10)));
    LearningCurvePlotter paper =
        new LearningCurvePlotter(FigureStyle.paper(1), XAxis.ROBOT_TIME, Aggregate.IQM);
    Path svg = directory.resolve("curve.svg");
    paper.drawGroups(groups, svg);
    assertThat(Files.readString(svg))
        .contains("<svg", "translate(0 250)")
        .as("the width of a column")
        .contains("width=\"252");
    Path pdf = directory.resolve("curve.pdf");
    paper.drawGroups(groups, pdf);
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      assertThat(document.getNumberOfPages()).isEqualTo(1);
      assertThat(document.getPage(0).getMediaBox().getWidth()).isEqualTo(252);
    }
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> paper.drawGroups(groups, directory.resolve("curve.gif")))
        .withMessageContaining("must end with .png, .svg or .pdf");
  }
}
