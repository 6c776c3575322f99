package minitaur.calibration.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintedPageTest {
  @TempDir private Path directory;

  @BeforeAll
  static void requireOpenCv() {
    OpenCvAssumption.assumeLoaded();
  }

  @Test
  void printedChessboardIsDetectedAtTrueScale() throws IOException {
    CharucoPattern pattern = CharucoPattern.a4();
    Files.write(
        directory.resolve("board.png"), PrintedPage.of(pattern, PrintedPage.Paper.A4).toPng());
    try (FrameSource source = new ImageFolder(directory);
        CameraFrame frame = new CameraFrame();
        ChessboardDetector detector = new ChessboardDetector(pattern)) {
      assertThat(source.read(frame)).isTrue();
      ChessboardView view = detector.detect(frame);
      assertThat(view).isNotNull();
      assertThat(view.cornerCount()).isEqualTo(54);
      for (int i = 0; i < view.cornerCount(); i++) {
        double[] corner = pattern.cornerPosition(view.cornerIds()[i]);
        double[] first = pattern.cornerPosition(view.cornerIds()[0]);
        // 10 pixels per millimeter; y points down in images.
        assertThat((view.pixels()[2 * i] - view.pixels()[0]) / 1e4)
            .isCloseTo(corner[0] - first[0], within(2e-5));
        assertThat((view.pixels()[2 * i + 1] - view.pixels()[1]) / 1e4)
            .isCloseTo(first[1] - corner[1], within(2e-5));
      }
      assertThat(source.read(frame)).isFalse();
    }
  }

  @Test
  void pngContainsPhysicalSize() throws IOException {
    byte[] png = PrintedPage.of(TagBoard.trunk(), PrintedPage.Paper.A4).toPng();
    int chunkIndex = new String(png, StandardCharsets.ISO_8859_1).indexOf("pHYs");
    ByteBuffer physical = ByteBuffer.wrap(png, chunkIndex + 4, 9);
    assertThat(physical.getInt()).isEqualTo(10_000);
    assertThat(physical.getInt()).isEqualTo(10_000);
    assertThat(physical.get()).as("unit is the meter").isEqualTo((byte) 1);

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(2970);
    assertThat(image.getHeight()).isEqualTo(2100);
    assertThat(longestBlackRun(image)).as("scale bar of 100 mm").isEqualTo(1000);
  }

  /** Below the board, only the scale bar is this long. */
  private static int longestBlackRun(BufferedImage image) {
    int longest = 0;
    for (int y = 1960; y < image.getHeight(); y++) {
      int run = 0;
      for (int x = 0; x < image.getWidth(); x++) {
        run = (image.getRGB(x, y) & 0xFF) < 128 ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
    }
    return longest;
  }

  @Test
  void pdfHasOneA4PageAndValidXrefTable() throws IOException {
    byte[] pdf = PrintedPage.of(TagBoard.floor(42), PrintedPage.Paper.A4).toPdf();
    String text = new String(pdf, StandardCharsets.ISO_8859_1);
    assertThat(text).startsWith("%PDF-1.4").contains("/MediaBox [0 0 841.88976 595.27559]");
    int table =
        Integer.parseInt(
            text.substring(text.indexOf("startxref\n") + 10).lines().findFirst().orElseThrow());
    assertThat(text.substring(table)).startsWith("xref\n0 6\n");
    for (int number = 1; number <= 5; number++) {
      String entry = text.substring(table + 9 + 20 * number, table + 9 + 20 * number + 10);
      assertThat(text.substring(Integer.parseInt(entry))).startsWith(number + " 0 obj");
    }
  }

  @Test
  void rejectsBoardLargerThanPaper() {
    assertThatThrownBy(() -> PrintedPage.of(TagBoard.trunk().scaled(1.2), PrintedPage.Paper.A4))
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("does not fit on A4");
  }
}
