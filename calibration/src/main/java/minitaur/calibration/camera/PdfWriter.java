package minitaur.calibration.camera;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import minitaur.hal.Text;

/** Builds a PDF file: objects in order, followed by the cross-reference table. */
final class PdfWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Integer> offsets = new ArrayList<>();

  void append(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Appends an object; the first is number 1. */
  void addObject(String content) {
    beginObject();
    append(content + "\nendobj\n");
  }

  /** Appends a stream object. */
  void addStream(String dictionary, byte[] bytes) {
    beginObject();
    append("<< " + dictionary + "/Length " + bytes.length + " >>\nstream\n");
    out.writeBytes(bytes);
    append("\nendstream\nendobj\n");
  }

  private void beginObject() {
    offsets.add(out.size());
    append(offsets.size() + " 0 obj\n");
  }

  /** Completes the file; object 1 must be the catalog. */
  byte[] finish() {
    int tableOffset = out.size();
    append("xref\n0 " + (offsets.size() + 1) + "\n0000000000 65535 f \n");
    for (int offset : offsets) {
      append(Text.of("%010d 00000 n \n", offset));
    }
    append(
        "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            .formatted(offsets.size() + 1, tableOffset));
    return out.toByteArray();
  }
}
