package minitaur.calibration.camera;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Builds a PDF file: objects in order, followed by the cross-reference table. */
final class PdfText {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Integer> offsets = new ArrayList<>();

  void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Appends an object; the first is number 1. */
  void object(String content) {
    begin();
    text(content + "\nendobj\n");
  }

  /** Appends a stream object. */
  void stream(String entries, byte[] bytes) {
    begin();
    text("<< " + entries + "/Length " + bytes.length + " >>\nstream\n");
    out.writeBytes(bytes);
    text("\nendstream\nendobj\n");
  }

  private void begin() {
    offsets.add(out.size());
    text(offsets.size() + " 0 obj\n");
  }

  /** Completes the file; object 1 must be the catalog. */
  byte[] finish() {
    int table = out.size();
    text("xref\n0 " + (offsets.size() + 1) + "\n0000000000 65535 f \n");
    for (int offset : offsets) {
      text(String.format(Locale.ROOT, "%010d 00000 n \n", offset));
    }
    text(
        "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            .formatted(offsets.size() + 1, table));
    return out.toByteArray();
  }
}
