package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.run.ExitCode;
import minitaur.controller.train.RunOverview;
import minitaur.hal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    header = "List training runs and their state.",
    description = {
      "Lists the runs in a directory: state, profile, seed, steps taken and requested, largest"
          + " velocity and return of an evaluation, last change, and size.",
      "A stopped run can be resumed; a broken run can be neither read nor resumed."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur runs",
      "  minitaur runs experiments/walking",
      "  minitaur runs --json"
    })
final class RunsCommand extends ProgramCommand {
  private static final DateTimeFormatter TIME_FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final double BYTES_PER_MEGABYTE = 1e6;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Directory of the runs, or one run.")
  private Path directory;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  RunsCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    List<RunOverview> runs = RunOverview.list(directory);
    if (json) {
      program.printJson(runs.stream().map(RunsCommand::fields).toList());
    } else if (runs.isEmpty()) {
      out.println("There are no runs in " + directory + ".");
    } else {
      printTable(runs);
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
    fields.put("steps_requested", run.task().steps());
    fields.put("best_velocity_m_per_s", run.results().bestVelocityMetresPerSec());
    fields.put("best_return", run.results().bestReturn());
    fields.put("last_change", run.lastChange().toString());
    fields.put("bytes", run.bytes());
    return fields;
  }

  private static String state(RunOverview run) {
    return run.state().name().toLowerCase(Locale.ROOT);
  }

  private void printTable(List<RunOverview> runs) {
    int width = runs.stream().mapToInt(run -> run.path().toString().length()).max().orElse(0);
    int profileWidth = runs.stream().mapToInt(run -> run.task().profile().length()).max().orElse(0);
    String columnFormat =
        "%-" + Math.max(3, width) + "s  %-8s  %-" + Math.max(10, profileWidth) + "s  %4s  ";
    out.printf(
        Locale.ROOT,
        columnFormat + "%15s  %8s  %6s  %-16s  %8s%n",
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
          columnFormat + "%7d/%7d  %8s  %6s  %-16s  %8.1f%n",
          run.path(),
          state(run),
          run.task().profile(),
          run.task().seed(),
          run.results().steps(),
          run.task().steps(),
          Text.number("%.2f", run.results().bestVelocityMetresPerSec()),
          Text.number("%.0f", run.results().bestReturn()),
          TIME_FORMAT.format(run.lastChange().atZone(program.clock().getZone())),
          run.bytes() / BYTES_PER_MEGABYTE);
    }
    for (RunOverview run : runs) {
      if (!run.problem().isEmpty()) {
        out.println(run.path() + " is broken: " + run.problem());
      }
    }
  }
}
