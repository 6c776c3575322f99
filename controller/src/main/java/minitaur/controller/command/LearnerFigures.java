package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.verify.LearnerBenchmark;

/** Prints how many gradient steps a second the learner takes, beside what the machine allows. */
final class LearnerFigures {
  private static final double WANTED_SHARE_OF_LIMIT = 0.75;
  private static final double WANTED_SPEED_UP = 1.5;

  private final PrintStream out;
  private final boolean json;

  LearnerFigures(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Measures, each figure for {@code seconds}, and prints. */
  void print(double seconds) throws IOException {
    LearnerBenchmark.Figures figures = new LearnerBenchmark(MatrixBackend.fastest(), seconds).run();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("backend", figures.backend());
      fields.put("product_gflops", figures.productGigaflops());
      fields.put("product_two_threads_gflops", figures.twoThreadsProductGigaflops());
      fields.put("limit_updates_per_s", figures.limitUpdatesPerSecond());
      fields.put("one_thread_updates_per_s", figures.oneThreadUpdatesPerSecond());
      fields.put("share_of_limit", figures.shareOfLimit());
      fields.put("two_threads_updates_per_s", figures.twoThreadsUpdatesPerSecond());
      fields.put("speed_up", figures.speedUp());
      fields.put("product_speed_up", figures.productSpeedUp());
      out.println(new ObjectMapper().writeValueAsString(fields));
      return;
    }
    out.printf(
        Locale.ROOT,
        """
        float product 256x256x256, %s   %7.1f GFLOP/s one thread, %.1f on two (%.2f times)
        limit = that / %.3f GFLOP an update  %7.1f updates/s
        learner, one thread                  %7.1f updates/s  %.2f of the limit (wanted: %.2f)
        learner, two threads                 %7.1f updates/s  %.2f times one (wanted: %.2f)
        """,
        figures.backend(),
        figures.productGigaflops(),
        figures.twoThreadsProductGigaflops(),
        figures.productSpeedUp(),
        LearnerBenchmark.OPERATIONS_PER_UPDATE / 1e9,
        figures.limitUpdatesPerSecond(),
        figures.oneThreadUpdatesPerSecond(),
        figures.shareOfLimit(),
        WANTED_SHARE_OF_LIMIT,
        figures.twoThreadsUpdatesPerSecond(),
        figures.speedUp(),
        WANTED_SPEED_UP);
  }
}
