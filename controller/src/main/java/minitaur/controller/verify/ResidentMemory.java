package minitaur.controller.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process that is in RAM, as Linux counts it. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String FIELD = "VmRSS:";

  private ResidentMemory() {}

  /** Megabytes; NaN where the system does not report it. */
  static double megabytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return Double.NaN;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(FIELD)) {
        return Double.parseDouble(line.replaceAll("\\D", "")) * 1024e-6;
      }
    }
    return Double.NaN;
  }
}
