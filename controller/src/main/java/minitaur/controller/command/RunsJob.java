package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.run.RunOverview;
import org.jspecify.annotations.Nullable;

/** Lists runs. */
public final class RunsJob implements Job<RunsRequest> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final double MEGABYTE = 1e6;

  private final PrintStream out;
  private final ZoneId zone;

  /**
   * @param out where the list goes
   * @param zone in which it gives times
   */
  public RunsJob(PrintStream out, ZoneId zone) {
    this.out = out;
    this.zone = zone;
  }

  @Override
  public ExitCode run(RunsRequest request) throws IOException {
    List<RunOverview> runs = RunOverview.list(request.directory());
    if (request.json()) {
      out.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(runs.stream().map(RunsJob::fields).toList()));
    } else if (runs.isEmpty()) {
      out.println("There are no runs in " + request.directory() + ".");
    } else {
      table(runs);
    }
    return ExitCode.OK;
  }

  private static Map<String, Object> fields(RunOverview run) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("path", run.path().toString());
    fields.put("state", state(run));
    fields.put("problem", run.problem());
    fields.put("profile", run.task().profile());
    fields.put("seed", run.task().seed());
    fields.put("steps", run.results().steps());
    fields.put("steps_wanted", run.task().steps());
    fields.put("best_velocity_m_per_s", nullForNone(run.results().bestVelocityMetresPerSec()));
    fields.put("best_return", nullForNone(run.results().bestReturn()));
    fields.put("last_change", run.lastChange().toString());
    fields.put("bytes", run.bytes());
    return fields;
  }

  private static @Nullable Double nullForNone(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static String state(RunOverview run) {
    return run.state().name().toLowerCase(Locale.ROOT);
  }

  private void table(List<RunOverview> runs) {
    int width = runs.stream().mapToInt(run -> run.path().toString().length()).max().orElse(0);
    String head = "%-" + Math.max(3, width) + "s  %-8s  %-10s  %4s  ";
    out.printf(
        Locale.ROOT,
        head + "%15s  %8s  %6s  %-16s  %8s%n",
        "run",
        "state",
        "profile",
        "seed",
        "steps",
        "best m/s",
        "return",
        "last change",
        "MB");
    for (RunOverview run : runs) {
      out.printf(
          Locale.ROOT,
          head + "%7d/%7d  %8s  %6s  %-16s  %8.1f%n",
          run.path(),
          state(run),
          run.task().profile(),
          run.task().seed(),
          run.results().steps(),
          run.task().steps(),
          number("%.2f", run.results().bestVelocityMetresPerSec()),
          number("%.0f", run.results().bestReturn()),
          TIME.format(run.lastChange().atZone(zone)),
          run.bytes() / MEGABYTE);
    }
    for (RunOverview run : runs) {
      if (!run.problem().isEmpty()) {
        out.println(run.path() + " is broken: " + run.problem());
      }
    }
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
