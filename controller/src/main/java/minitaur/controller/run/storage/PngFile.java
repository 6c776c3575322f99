package minitaur.controller.run.storage;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import minitaur.hal.file.AtomicFile;

/** Writes images drawn by code as PNG files. */
public final class PngFile {
  /** Pixels per user unit, so that an image is sharp on high-density displays. */
  public static final int SCALE = 2;

  /**
   * Compression from 1 (none) to 0 (best). Training draws its curve at each evaluation: this takes
   * half the time of the default, for files that are a fifth larger.
   */
  private static final float COMPRESSION_QUALITY = 0.7f;

  private PngFile() {}

  /** Draws on a white background and writes a PNG of twice the given size in pixels. */
  public static void write(Path file, int width, int height, Consumer<Graphics2D> painter)
      throws IOException {
    write(file, width, height, SCALE, painter);
  }

  /**
   * Draws on a white background and writes a PNG.
   *
   * @param file replaced atomically or created
   * @param width the painter's width
   * @param height the painter's height
   * @param scale pixels per user unit
   * @param painter draws the image; antialiasing is enabled
   * @throws IOException when the image cannot be drawn, for example without fonts, or cannot be
   *     written
   */
  public static void write(
      Path file, int width, int height, double scale, Consumer<Graphics2D> painter)
      throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    BufferedImage image = paint(file.toString(), width, height, scale, painter);
    // ImageIO.write would need a temporary directory.
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(COMPRESSION_QUALITY);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    AtomicFile.write(file, png.toByteArray());
  }

  /** Draws a frame of a video on a white background. */
  static BufferedImage paintFrame(Video video, int index) throws IOException {
    return paint(
        "frame " + index,
        video.width(),
        video.height(),
        1,
        graphics -> video.paint(index, graphics));
  }

  private static BufferedImage paint(
      String name, int width, int height, double scale, Consumer<Graphics2D> painter)
      throws IOException {
    try {
      return draw(width, height, scale, painter);
    } catch (RuntimeException | LinkageError | InternalError e) {
      // The type thrown by Java when fonts are missing depends on which parts are missing.
      throw new IOException(
          "%s: cannot be drawn (%s); fonts may be missing. On Debian and Ubuntu: apt install fontconfig fonts-dejavu"
              .formatted(name, e),
          e);
    }
  }

  private static BufferedImage draw(
      int width, int height, double scale, Consumer<Graphics2D> painter) {
    BufferedImage image =
        new BufferedImage(
            (int) Math.round(width * scale),
            (int) Math.round(height * scale),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(scale, scale);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width + 1, height + 1);
    painter.accept(graphics);
    graphics.dispose();
    return image;
  }
}
