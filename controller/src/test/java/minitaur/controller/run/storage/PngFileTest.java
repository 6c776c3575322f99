package minitaur.controller.run.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFileTest {
  @TempDir private Path directory;

  @Test
  void drawsOnWhiteAtTwiceTheSize() throws IOException {
    Path file = directory.resolve("a.png");
    PngFile.write(
        file,
        30,
        20,
        graphics -> {
          graphics.setColor(Color.RED);
          graphics.fillRect(10, 10, 5, 5);
        });
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(60);
    assertThat(image.getHeight()).isEqualTo(40);
    assertThat(new Color(image.getRGB(0, 0))).isEqualTo(Color.WHITE);
    assertThat(new Color(image.getRGB(24, 24))).isEqualTo(Color.RED);
  }

  @Test
  void reportsMissingFonts() {
    Path file = directory.resolve("a.png");
    for (Throwable fault :
        new Throwable[] {
          new InternalError("no fontconfig"),
          new NoClassDefFoundError("sun.font"),
          new IllegalStateException("head is null")
        }) {
      assertThatIOException()
          .isThrownBy(() -> PngFile.write(file, 3, 2, graphics -> throwUnchecked(fault)))
          .withMessageStartingWith(file + ": cannot be drawn (")
          .withMessageContaining("apt install fontconfig")
          .withCause(fault);
    }
    assertThat(Files.exists(file)).isFalse();
  }

  private static void throwUnchecked(Throwable fault) {
    if (fault instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) fault;
  }
}
