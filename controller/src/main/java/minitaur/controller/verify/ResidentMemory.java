package minitaur.controller.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident set size of this process, from Linux. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String FIELD = "VmRSS:";

  private ResidentMemory() {}

  /** Resident set size in MB; NaN where the system does not report it. */
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
