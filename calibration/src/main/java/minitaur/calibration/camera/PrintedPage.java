package minitaur.calibration.camera;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import minitaur.hal.Text;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A board on a sheet of paper at true scale, with a scale bar for checking the printed size, an
 * arrow along its x axis and a caption. The resolution is 10 pixels per millimeter, which the pHYs
 * chunk of a PNG and the matrix of a PDF represent exactly. Both formats are written directly: for
 * a single image on a page this takes less code than a library.
 */
public final class PrintedPage {
  /** Length of the scale bar, m. */
  public static final double SCALE_BAR_METRES = 0.100;

  private static final int PIXELS_PER_MM = 10;
  private static final int PIXELS_PER_METRE = 1000 * PIXELS_PER_MM;
  private static final int BAR_HEIGHT_PIXELS = 2 * PIXELS_PER_MM;
  private static final double POINTS_PER_PIXEL = 72 / 25.4 / PIXELS_PER_MM;

  private final byte[] gray;
  private final int width;
  private final int height;

  private PrintedPage(byte[] gray, int width, int height) {
    this.gray = gray;
    this.width = width;
    this.height = height;
  }

  /** Paper sizes, landscape. */
  public enum Paper {
    /** 297 x 210 mm. */
    A4(297, 210),
    /** 420 x 297 mm. */
    A3(420, 297);

    private final int widthMm;
    private final int heightMm;

    Paper(int widthMm, int heightMm) {
      this.widthMm = widthMm;
      this.heightMm = heightMm;
    }
  }

  /** Lays out a tag board on a sheet. */
  public static PrintedPage of(TagBoard board, Paper paper) throws CameraException {
    int cellPixels =
        (int) Math.round(board.tagMetres() * PIXELS_PER_METRE / TagBoard.CELLS_PER_SIDE);
    String title =
        board.tagCount() == 1
            ? Text.of(
                "tag %d, %.0f mm; arrow along the lane", board.firstTag(), 1e3 * board.tagMetres())
            : Text.of(
                "tags %d to %d, %.0f mm; arrow to the robot's front",
                board.firstTag(), board.firstTag() + board.tagCount() - 1, 1e3 * board.tagMetres());
    return of(BoardImage.of(board, cellPixels), paper, title);
  }

  /** Lays out a chessboard on a sheet. */
  public static PrintedPage of(CharucoPattern pattern, Paper paper) throws CameraException {
    int squarePixels = (int) Math.round(pattern.squareMetres() * PIXELS_PER_METRE);
    String title =
        Text.of(
            "%d x %d squares of %.0f mm, markers %.0f mm",
            pattern.columns(),
            pattern.rows(),
            1e3 * pattern.squareMetres(),
            1e3 * pattern.markerMetres());
    return of(BoardImage.of(pattern, squarePixels), paper, title);
  }

  @SuppressWarnings("try") // The scope frees the native objects.
  private static PrintedPage of(BoardImage board, Paper paper, String title)
      throws CameraException {
    int width = paper.widthMm * PIXELS_PER_MM;
    int height = paper.heightMm * PIXELS_PER_MM;
    // Space below the board for scale bar and caption.
    int footerHeight = 12 * PIXELS_PER_MM;
    int left = (width - board.width()) / 2;
    int top = (height - footerHeight - board.height()) / 2;
    if (left < 5 * PIXELS_PER_MM || top < 5 * PIXELS_PER_MM) {
      throw new CameraException("the board does not fit on " + paper);
    }
    try (PointerScope scope = new PointerScope()) {
      Mat page = new Mat(height, width, opencv_core.CV_8UC1, Scalar.all(255));
      Mat pixels = new Mat(board.height(), board.width(), opencv_core.CV_8UC1);
      pixels.data().put(board.gray(), 0, board.gray().length);
      pixels.copyTo(new Mat(page, new Rect(left, top, board.width(), board.height())));
      int footerTop = height - footerHeight;
      int barLength = (int) (SCALE_BAR_METRES * PIXELS_PER_METRE);
      opencv_imgproc.rectangle(
          page, new Rect(left, footerTop, barLength, BAR_HEIGHT_PIXELS), Scalar.all(0), -1, 8, 0);
      Point from = new Point(width - left - 400, footerTop + BAR_HEIGHT_PIXELS / 2);
      Point to = new Point(width - left, footerTop + BAR_HEIGHT_PIXELS / 2);
      opencv_imgproc.arrowedLine(page, from, to, Scalar.all(0), 6, 8, 0, 0.12);
      drawText(page, "bar: 100 mm, measure it. Minitaur, " + title, left, footerTop + 70);
      byte[] gray = new byte[width * height];
      page.data().get(gray);
      return new PrintedPage(gray, width, height);
    }
  }

  private static void drawText(Mat page, String text, int x, int y) {
    opencv_imgproc.putText(
        page,
        text,
        new Point(x, y),
        opencv_imgproc.FONT_HERSHEY_SIMPLEX,
        1.2,
        Scalar.all(0),
        2,
        opencv_imgproc.LINE_AA,
        false);
  }

  /** The sheet as a PNG with {@value #PIXELS_PER_METRE} pixels per meter. */
  public byte[] toPng() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    // 8-bit grayscale, default compression and filter methods, not interlaced.
    writeChunk(
        out,
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 0, 0, 0, 0})
            .array());
    byte unitMetre = 1;
    writeChunk(
        out,
        "pHYs",
        ByteBuffer.allocate(9)
            .putInt(PIXELS_PER_METRE)
            .putInt(PIXELS_PER_METRE)
            .put(unitMetre)
            .array());
    byte[] filtered = new byte[height * (width + 1)];
    for (int y = 0; y < height; y++) {
      System.arraycopy(gray, y * width, filtered, y * (width + 1) + 1, width);
    }
    writeChunk(out, "IDAT", deflate(filtered));
    writeChunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void writeChunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** The sheet as a one-page PDF. */
  public byte[] toPdf() {
    byte[] pixels = deflate(gray);
    String pageWidth = toPoints(width);
    String pageHeight = toPoints(height);
    byte[] content =
        "q %s 0 0 %s 0 0 cm /Board Do Q"
            .formatted(pageWidth, pageHeight)
            .getBytes(StandardCharsets.US_ASCII);
    PdfWriter pdf = new PdfWriter();
    pdf.append("%PDF-1.4\n");
    pdf.addObject("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.addObject("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    pdf.addObject(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s %s] /Contents 4 0 R"
                .formatted(pageWidth, pageHeight)
            + " /Resources << /XObject << /Board 5 0 R >> >> >>");
    pdf.addStream("", content);
    pdf.addStream(
        "/Type /XObject /Subtype /Image /Width %d /Height %d ".formatted(width, height)
            + "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode ",
        pixels);
    return pdf.finish();
  }

  private static String toPoints(int pixels) {
    return Text.of("%.5f", pixels * POINTS_PER_PIXEL);
  }

  private static byte[] deflate(byte[] data) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
