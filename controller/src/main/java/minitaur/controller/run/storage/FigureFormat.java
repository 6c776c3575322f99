package minitaur.controller.run.storage;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import minitaur.hal.file.AtomicFile;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** File formats of figures drawn by code. */
public enum FigureFormat {
  /** Raster image. */
  PNG {
    @Override
    void write(Path file, int width, int height, double scale, Consumer<Graphics2D> painter)
        throws IOException {
      PngFile.write(file, width, height, scale, painter);
    }
  },
  /** Vector graphics for web pages. */
  SVG {
    @Override
    void write(Path file, int width, int height, double scale, Consumer<Graphics2D> painter)
        throws IOException {
      VectorGraphics2D graphics = new VectorGraphics2D();
      painter.accept(graphics);
      writeAtomically(
          file,
          out ->
              new SVGProcessor()
                  .getDocument(graphics.getCommands(), new PageSize(width, height))
                  .writeTo(out));
    }
  },
  /** Vector graphics for papers; one point per user unit. */
  PDF {
    @Override
    void write(Path file, int width, int height, double scale, Consumer<Graphics2D> painter)
        throws IOException {
      try (PDDocument document = new PDDocument()) {
        PDPage page = new PDPage(new PDRectangle(width, height));
        document.addPage(page);
        PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, width, height);
        painter.accept(graphics);
        graphics.dispose();
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          content.drawForm(graphics.getXFormObject());
        }
        writeAtomically(file, document::save);
      }
    }
  };

  private interface ContentWriter {
    void writeTo(OutputStream out) throws IOException;
  }

  abstract void write(Path file, int width, int height, double scale, Consumer<Graphics2D> painter)
      throws IOException;

  private static void writeAtomically(Path file, ContentWriter content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    AtomicFile.write(file, bytes.toByteArray());
  }

  /**
   * The format of a file extension, {@code .png}, {@code .svg} or {@code .pdf}; empty otherwise.
   */
  public static Optional<FigureFormat> of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> name.endsWith("." + format.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /**
   * Draws a figure and writes it in the format given by the file extension.
   *
   * @param file replaced atomically or created
   * @param width in units of the painter; points in a PDF
   * @param height in units of the painter
   * @param pixelsPerUnit resolution of a PNG
   * @throws IOException when the figure cannot be drawn, for example without fonts, or cannot be
   *     written
   */
  public static void draw(
      Path file, int width, int height, double pixelsPerUnit, Consumer<Graphics2D> painter)
      throws IOException {
    of(file)
        .orElseThrow(
            () ->
                new IOException(
                    file + ": unknown kind of figure; the name must end with .png, .svg or .pdf"))
        .write(file, width, height, pixelsPerUnit, painter);
  }
}
