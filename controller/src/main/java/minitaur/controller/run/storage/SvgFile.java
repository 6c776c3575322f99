package minitaur.controller.run.storage;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import minitaur.hal.file.AtomicFile;

/** Writes drawings as SVG. */
public final class SvgFile {
  private SvgFile() {}

  /**
   * Draws and writes an SVG file.
   *
   * @param file replaced atomically or created
   * @param width the painter's width
   * @param height the painter's height
   * @param painter draws the image
   * @throws IOException when the file cannot be written
   */
  public static void write(Path file, int width, int height, Consumer<Graphics2D> painter)
      throws IOException {
    VectorGraphics2D graphics = new VectorGraphics2D();
    painter.accept(graphics);
    Document document =
        Processors.get("svg").getDocument(graphics.getCommands(), new PageSize(width, height));
    ByteArrayOutputStream svg = new ByteArrayOutputStream();
    document.writeTo(svg);
    AtomicFile.write(file, svg.toByteArray());
  }
}
