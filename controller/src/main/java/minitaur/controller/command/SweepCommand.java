package minitaur.controller.command;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.JavaCommand;
import minitaur.controller.sweep.IndexRanges;
import minitaur.controller.sweep.KubernetesExecutor;
import minitaur.controller.sweep.LocalExecutor;
import minitaur.controller.sweep.SlurmExecutor;
import minitaur.controller.sweep.SweepDirectory;
import minitaur.controller.sweep.SweepExecutor;
import minitaur.controller.sweep.SweepPage;
import minitaur.controller.sweep.SweepPlan;
import minitaur.controller.sweep.SweepReport;
import minitaur.controller.sweep.SweepRow;
import minitaur.controller.train.RunOverview;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sweep",
    header = "Train over many settings and seeds, on this computer or on a cluster.",
    description = {
      "Reads a plan: grid or list of settings, times seeds. Each row is one run with its own"
          + " directory. A finished row is not repeated and an interrupted one is resumed: run the"
          + " same command again at any time. Runs with other settings than the plan's are"
          + " rejected.",
      "A plan, such as seeds.yaml:",
      "  settings: {run.steps: 30000}",
      "  grid: {sim.profile: [nominal, realistic]}",
      "  seeds: 0-4"
    },
    footer = {
      "",
      "Examples:",
      "  minitaur sweep seeds.yaml --dry-run",
      "  minitaur sweep seeds.yaml --jobs 4",
      "  minitaur sweep seeds.yaml --executor slurm --slurm-option=--time=08:00:00",
      "  minitaur sweep seeds.yaml --executor kubernetes --image lab/minitaur:0.2 \\",
      "      --claim runs",
      "  minitaur sweep status seeds.yaml",
      "  minitaur sweep report seeds.yaml"
    })
final class SweepCommand extends ProgramCommand {
  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The plan, YAML.")
  private @Nullable Path file;

  @Mixin private final SweepOptions sweepOptions = new SweepOptions();
  @Mixin private final SweepPageOptions pageOptions = new SweepPageOptions();

  @Option(
      names = "--executor",
      paramLabel = "EXECUTOR",
      defaultValue = "local",
      description = "Where rows run: local, slurm or kubernetes.")
  private Executor executor;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Rows that run at a time; 0 for the number of cores (local; fewer when memory is short)"
              + " or no limit (slurm, kubernetes).")
  private int jobs;

  @Option(
      names = "--slurm-option",
      paramLabel = "OPTION",
      showDefaultValue = Visibility.NEVER,
      description = "Option of sbatch, such as --partition=long. Repeatable. Default: none.")
  private List<String> slurmOptions = new ArrayList<>();

  @Mixin private final KubernetesOptions kubernetesOptions = new KubernetesOptions();

  @Option(names = "--retry-failed", description = "Repeat failed rows.")
  private boolean retryFailed;

  @Option(names = "--dry-run", description = "Print the plan and what would be run.")
  private boolean dryRun;

  @Option(
      names = "--row",
      paramLabel = "ROW",
      description =
          "Run only this row, a name or an index from 0, in this process; used by the executors."
              + " Default: all rows.")
  private @Nullable String row;

  @Option(
      names = "--rows",
      paramLabel = "LIST",
      description =
          "With --row: ROW is an index into this list of rows, such as 0,3-5; used by the"
              + " executors. Default: all rows.")
  private @Nullable String rows;

  /** Where rows run. */
  enum Executor {
    /** On this computer. */
    LOCAL,
    /** On a Slurm cluster. */
    SLURM,
    /** On a Kubernetes cluster. */
    KUBERNETES
  }

  private SweepCommand(Program program) {
    super(program);
  }

  /** The command with its subcommands. */
  static CommandLine create(Program program) {
    CommandLine line = new CommandLine(new SweepCommand(program));
    line.addSubcommand(new SweepStatusCommand(program));
    line.addSubcommand(new SweepReportCommand(program));
    return line;
  }

  @Override
  public ExitCode call() throws IOException, InterruptedException {
    // Not declared as required, because the subcommands would then require it too.
    if (file == null) {
      throw usageError("missing plan: FILE");
    }
    require(jobs >= 0, "--jobs", jobs, "at least 0");
    requireUsed(executor == Executor.SLURM, "--executor slurm", "--slurm-option");
    requireUsed(
        executor == Executor.KUBERNETES,
        "--executor kubernetes",
        "--image",
        "--claim",
        "--namespace");
    requireUsed(row != null, "--row", "--rows");
    SweepPlan plan = SweepPlan.read(file);
    SweepDirectory directory = sweepOptions.directory(plan);
    if (row != null) {
      return runRow(plan, directory, selectRow(plan, row));
    }
    directory.requireSameSettings(plan);
    if (retryFailed && !dryRun) {
      directory.retryFailed(plan);
    }
    List<SweepRow> unfinished = directory.unfinishedRows(plan);
    SweepExecutor selected = executor(plan, directory);
    // With these lines as comments, the output of a dry run is a valid script or manifest.
    String comment = dryRun && executor != Executor.LOCAL ? "# " : "";
    out.printf(
        "%s%d rows in %s, %d to run%n",
        comment, plan.rows().size(), directory.path(), unfinished.size());
    if (dryRun) {
      unfinished.forEach(row -> out.println(comment + "  " + row.index() + "  " + row.name()));
      out.println(selected.describe(unfinished));
      return ExitCode.OK;
    }
    try (StopSignal stop = new StopSignal(() -> out.println("Stopping ..."));
        SweepPage page = pageOptions.serve(plan, directory)) {
      SweepPageOptions.print(page, out);
      boolean success = selected.run(unfinished, stop::isRequested);
      if (stop.isRequested()) {
        return ExitCode.STOPPED;
      }
      if (executor == Executor.LOCAL) {
        SweepReportCommand.print(new SweepReport(plan, directory), program);
      }
      return ExitCode.of(success);
    }
  }

  /** The row with a name or reference, or a position in --rows, or in the plan without it. */
  private SweepRow selectRow(SweepPlan plan, String selection) {
    if (!selection.matches("\\d{1,9}")) {
      return plan.row(selection);
    }
    int position = Integer.parseInt(selection);
    List<Integer> indexes;
    try {
      indexes =
          rows == null
              ? plan.rows().stream().map(SweepRow::index).toList()
              : IndexRanges.parse(rows);
    } catch (IllegalArgumentException e) {
      throw usageError("--rows: " + e.getMessage(), e);
    }
    require(position < indexes.size(), "--row", position, "0 to " + (indexes.size() - 1));
    int index = indexes.get(position);
    require(index < plan.rows().size(), "--rows", index, "0 to " + (plan.rows().size() - 1));
    return plan.rows().get(index);
  }

  /** The command line that runs a row, without the row at its end. */
  static List<String> rowCommand(SweepPlan plan, SweepDirectory directory) {
    List<String> command =
        JavaCommand.of(Main.class, ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "sweep",
            plan.file().toAbsolutePath().toString(),
            "--dir",
            directory.path().toAbsolutePath().toString(),
            "--row"));
    return command;
  }

  private SweepExecutor executor(SweepPlan plan, SweepDirectory directory) {
    List<String> command = rowCommand(plan, directory);
    return switch (executor) {
      case LOCAL ->
          new LocalExecutor(plan, directory, command, jobs, new SystemClock(), out::println);
      case SLURM -> new SlurmExecutor(plan, directory, command, jobs, slurmOptions, out::println);
      case KUBERNETES ->
          new KubernetesExecutor(
              plan, kubernetesOptions.target(spec, jobs, retryFailed), out::println);
    };
  }

  /** Trains a row in this process, from the start or from its newest checkpoint. */
  private ExitCode runRow(SweepPlan plan, SweepDirectory directory, SweepRow row)
      throws IOException {
    directory.requireSameSettings(plan, directory.status(plan, row));
    // A pod deletes its failure itself: the submitting computer may not mount the volume.
    if (retryFailed) {
      directory.retryFailed(row);
    }
    SweepDirectory.Status status = directory.status(plan, row);
    List<String> arguments = new ArrayList<>(List.of("train", "--no-console", "--no-progress"));
    OptionalLong pause = directory.pauseAt(plan, row);
    pause.ifPresent(steps -> arguments.addAll(List.of("--until", Long.toString(steps))));
    switch (status.state()) {
      case DONE -> {
        return ExitCode.OK;
      }
      case WAITING, STOPPED -> {
        out.println(row.name() + " " + status.reason());
        return ExitCode.OK;
      }
      case FAILED -> {
        program.err().println(row.name() + " already failed: " + status.reason());
        return ExitCode.FAILED;
      }
      case RUNNING -> {
        program.err().println("Another process trains " + row.name() + ".");
        return ExitCode.STOPPED;
      }
      case PENDING -> addStartArguments(plan, directory, row, arguments);
      case INTERRUPTED -> {
        RunOverview run = Objects.requireNonNull(status.run());
        if (run.state() != RunOverview.State.BROKEN) {
          arguments.addAll(List.of("--resume", directory.run(row).toString()));
        } else if (directory.hasResults(row)) {
          String reason =
              "%s Then repeat the row with --retry-failed; to train it from the beginning, delete %s first."
                  .formatted(run.problem().replace('\n', ' '), directory.run(row));
          directory.recordOutcome(row, ExitCode.FAILED.number(), reason);
          program.err().println(reason);
          return ExitCode.FAILED;
        } else {
          out.println(row.name() + " has no checkpoint; training it from the beginning.");
          directory.deleteRun(row);
          addStartArguments(plan, directory, row, arguments);
        }
      }
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(tee(program.err(), errors), true, StandardCharsets.UTF_8);
    Program training =
        new Program(program.build(), program.logging(), program.in(), out, err, program.clock());
    int code = MinitaurCommand.create(training).execute(arguments.toArray(String[]::new));
    if (code == ExitCode.STOPPED.number()
        && pause.isPresent()
        && directory.hasReached(plan, row, pause.getAsLong())) {
      return ExitCode.OK;
    }
    if (code != ExitCode.STOPPED.number()
        && directory.status(plan, row).state() != SweepDirectory.State.RUNNING) {
      directory.recordOutcome(row, code, code == 0 ? "" : reason(errors));
    }
    return Stream.of(ExitCode.values())
        .filter(each -> each.number() == code)
        .findFirst()
        .orElse(ExitCode.FAILED);
  }

  private static void addStartArguments(
      SweepPlan plan, SweepDirectory directory, SweepRow row, List<String> arguments) {
    arguments.addAll(List.of("--operator", "none", "--run-dir", directory.run(row).toString()));
    if (plan.config() != null) {
      arguments.addAll(List.of("--config", plan.config().toString()));
    }
    row.overrides()
        .forEach(each -> arguments.addAll(List.of("--set", each.path() + "=" + each.value())));
  }

  /** A stream that also copies what is written. */
  private static OutputStream tee(OutputStream primary, OutputStream copy) {
    return new FilterOutputStream(primary) {
      @Override
      public void write(int value) throws IOException {
        primary.write(value);
        copy.write(value);
      }
    };
  }

  /** The reason in an error output: its last line that is not indented, as details are. */
  private static String reason(ByteArrayOutputStream errors) {
    return errors
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .reduce("", (previous, last) -> last);
  }
}
