package minitaur.controller.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import minitaur.controller.console.web.ReportPage;
import minitaur.controller.format.json.JsonText;
import minitaur.controller.run.CsvFormatException;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.train.RunOverview;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;

/** Live web page of a sweep: state, best evaluation and learning curve of each row. */
public final class SweepPage implements AutoCloseable {
  /** Default port. */
  public static final int PORT = 8485;

  private static final List<String> FILES = List.of("index.html", "sweep.js", "sweep.css");

  /** Time for which a report is cached, so that several clients share one scan of the directory. */
  private static final long CACHE_NANOS = 2_000_000_000L;

  private final SweepPlan plan;
  private final SweepDirectory directory;
  private final Clock clock;
  private final ReportPage page;
  private byte @Nullable [] report;
  private long reportNanos;

  private SweepPage(SweepPlan plan, SweepDirectory directory, int port, Clock clock)
      throws IOException {
    this.plan = plan;
    this.directory = directory;
    this.clock = clock;
    page = ReportPage.start(port, SweepPage.class, FILES, this::report);
  }

  /**
   * Serves the page to this computer only.
   *
   * @param port first port to try; the next free one is used; 0 for any free port
   */
  public static SweepPage start(SweepPlan plan, SweepDirectory directory, int port, Clock clock)
      throws IOException {
    return new SweepPage(plan, directory, port, clock);
  }

  /** URL of the page. */
  public String url() {
    return page.url();
  }

  private synchronized byte[] report() throws IOException {
    byte[] latest = report;
    if (latest == null || clock.nanos() - reportNanos > CACHE_NANOS) {
      latest = JsonText.of(content()).getBytes(StandardCharsets.UTF_8);
      report = latest;
      reportNanos = clock.nanos();
    }
    return latest;
  }

  private Map<String, Object> content() throws IOException {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (SweepDirectory.Status status : directory.status(plan)) {
      rows.add(row(status));
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("name", plan.name());
    content.put("directory", directory.path().toString());
    content.put("rungs", plan.halving() == null ? List.of() : plan.halving().rungs());
    content.put("rows", rows);
    return content;
  }

  private Map<String, @Nullable Object> row(SweepDirectory.Status status) throws IOException {
    RunOverview run = status.run();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("index", status.row().index());
    row.put("name", status.row().name());
    row.put("group", status.row().group());
    row.put("seed", status.row().seed());
    row.put("state", status.state().key());
    row.put("reason", status.reason());
    row.put("steps", run == null ? 0 : run.results().steps());
    row.put("total", run == null ? null : run.task().steps());
    row.put("velocity", run == null ? null : run.results().bestVelocityMetresPerSec());
    row.put("return", run == null ? null : run.results().bestReturn());
    row.put("curve", curve(directory.run(status.row()).resolve(RunDirectory.PROGRESS)));
    return row;
  }

  /** Returns the evaluations as pairs of environment steps and mean return. */
  private static List<double[]> curve(Path progress) throws IOException {
    if (!Files.exists(progress)) {
      return List.of();
    }
    try {
      CsvTable table = CsvTable.read(progress);
      double[] steps = table.numbers("step");
      double[] returns = table.numbers("evaluation_return_mean");
      return IntStream.range(0, returns.length)
          .filter(i -> Double.isFinite(returns[i]))
          .mapToObj(i -> new double[] {steps[i], returns[i]})
          .toList();
    } catch (CsvFormatException beingWritten) {
      return List.of();
    }
  }

  @Override
  public void close() {
    page.close();
  }
}
