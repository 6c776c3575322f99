package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.run.ExitCode;
import minitaur.controller.sweep.SweepDirectory;
import minitaur.controller.sweep.SweepPage;
import minitaur.controller.sweep.SweepPlan;
import minitaur.controller.train.RunOverview;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "status",
    header = "Print the state of every row of a sweep.",
    footer = {
      "",
      "Examples:",
      "  minitaur sweep status seeds.yaml",
      "  minitaur sweep status seeds.yaml --watch",
      "  minitaur sweep status seeds.yaml --page"
    })
final class SweepStatusCommand extends ProgramCommand {
  private static final long WATCH_NANOS = 5_000_000_000L;
  private static final long POLL_NANOS = 100_000_000;

  @Parameters(paramLabel = "FILE", description = "The plan.")
  private Path file;

  @Mixin private final SweepOptions sweepOptions = new SweepOptions();
  @Mixin private final SweepPageOptions pageOptions = new SweepPageOptions();

  @Option(names = "--json", description = "Print one JSON object per row.")
  private boolean json;

  @Option(
      names = "--watch",
      description = "Print the state again every 5 s, until every row is finished.")
  private boolean watch;

  SweepStatusCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    SweepPlan plan = SweepPlan.read(file);
    SweepDirectory directory = sweepOptions.directory(plan);
    directory.requireSameSettings(plan);
    Clock clock = new SystemClock();
    try (StopSignal stop = new StopSignal(() -> {});
        SweepPage page = pageOptions.serve(plan, directory)) {
      SweepPageOptions.print(page, out);
      boolean finished = print(directory.status(plan));
      long next = clock.nanos() + WATCH_NANOS;
      // The page of a finished sweep is served until Ctrl-C.
      while (((watch && !finished) || page != null) && !stop.isRequested()) {
        clock.waitUntil(Math.min(next, clock.nanos() + POLL_NANOS));
        if (watch && !finished && clock.nanos() >= next) {
          out.println();
          finished = print(directory.status(plan));
          next = clock.nanos() + WATCH_NANOS;
        }
      }
    }
    return ExitCode.OK;
  }

  /** Prints every row and a summary, and returns whether all are finished. */
  private boolean print(List<SweepDirectory.Status> all) throws IOException {
    int width = all.stream().mapToInt(each -> each.row().name().length()).max().orElse(0);
    Map<SweepDirectory.State, Integer> counts = new EnumMap<>(SweepDirectory.State.class);
    SweepDirectory.@Nullable Status best = null;
    for (SweepDirectory.Status status : all) {
      counts.merge(status.state(), 1, Integer::sum);
      if (bestVelocity(status) > (best == null ? Double.NEGATIVE_INFINITY : bestVelocity(best))) {
        best = status;
      }
      if (json) {
        program.printJson(fields(status));
      } else {
        print(status, width);
      }
    }
    if (!json) {
      String summary =
          counts.entrySet().stream()
              .map(each -> each.getValue() + " " + each.getKey().key())
              .collect(Collectors.joining(", "));
      out.println(summary);
      if (best != null) {
        out.printf(
            Locale.ROOT,
            "best so far: %s m/s, %s%n",
            Text.number("%.2f", bestVelocity(best)),
            best.row().name());
      }
    }
    return all.stream().allMatch(each -> each.state().isFinal());
  }

  private void print(SweepDirectory.Status status, int width) {
    RunOverview run = status.run();
    out.printf(
        Locale.ROOT,
        "%-" + Math.max(1, width) + "s  %-11s  %7d steps  %8s  %s%n",
        status.row().name(),
        status.state().key(),
        run == null ? 0 : run.results().steps(),
        Text.number("%.2f m/s", bestVelocity(status)),
        status.reason());
  }

  private static Map<String, @Nullable Object> fields(SweepDirectory.Status status) {
    RunOverview run = status.run();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("row", status.row().index());
    fields.put("name", status.row().name());
    fields.put("state", status.state().key());
    fields.put("reason", status.reason());
    fields.put("steps", run == null ? 0 : run.results().steps());
    fields.put("best_velocity_m_per_s", bestVelocity(status));
    return fields;
  }

  /** Best evaluated velocity; minus infinity before the first evaluation. */
  private static double bestVelocity(SweepDirectory.Status status) {
    RunOverview run = status.run();
    double velocity = run == null ? Double.NaN : run.results().bestVelocityMetresPerSec();
    return Double.isNaN(velocity) ? Double.NEGATIVE_INFINITY : velocity;
  }
}
