package minitaur.controller.command;

import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.TrainerConnection;
import minitaur.controller.remote.TrainerClient;
import minitaur.controller.remote.TrainerReport;
import minitaur.controller.run.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    header = "Print the progress of a trainer and the share of each robot.",
    description = {
      "Columns of a robot: share of the steps that the trainer has accepted since its start; lag:"
          + " episodes that wait in its spool, and updates between the policy that acted and the"
          + " newest one; seconds since its last contact; rejected episodes.",
      "A robot is quarantined after three rejected episodes; --release ends that."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur trainer status",
      "  minitaur trainer status --trainer http://workstation:8090 \\",
      "      --token-file token.txt",
      "  minitaur trainer status --release rosa"
    })
final class TrainerStatusCommand extends ProgramCommand {
  @Mixin private final TrainerConnection connection = new TrainerConnection();

  @Option(names = "--json", description = "Print the progress as one JSON object.")
  private boolean json;

  @Option(
      names = "--release",
      paramLabel = "ROBOT",
      description = "End the quarantine of a robot. Default: none.")
  private @Nullable String released;

  TrainerStatusCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    TrainerClient trainer = connection.client();
    if (released != null) {
      trainer.release(released);
    }
    if (json) {
      out.println(trainer.progressJson());
      return ExitCode.OK;
    }
    TrainerReport report = trainer.progress();
    out.printf(
        Locale.ROOT,
        "run %s: %d of %d steps, %d episodes, %d waiting, %d updates (%.2f per step), %d"
            + " pending%n",
        report.training().run(),
        report.training().steps(),
        report.training().targetSteps(),
        report.training().episodes(),
        report.uploads().waiting(),
        report.learner().updates(),
        report.learner().updatesPerStep(),
        report.learner().pendingUpdates());
    if (!report.collectors().isEmpty()) {
      out.println(
          "robot               share  episodes    steps  lag: spool  policy  last contact"
              + "  rejected  state");
      report.collectors().forEach(this::print);
    }
    return ExitCode.OK;
  }

  private void print(TrainerReport.Collector collector) {
    TrainerReport.Activity activity = collector.activity();
    TrainerReport.Contribution contribution = collector.contribution();
    String quarantine = collector.quarantine();
    out.printf(
        Locale.ROOT,
        "%-18s %5.1f %% %9d %8d %11d %7s %11d s %9d  %s%n",
        collector.robot(),
        100 * contribution.share(),
        contribution.episodes(),
        contribution.steps(),
        activity.waiting(),
        Objects.requireNonNullElse(contribution.policyLagUpdates(), "-"),
        activity.secondsSinceContact(),
        collector.rejected(),
        quarantine == null ? activity.state() : "QUARANTINED: " + quarantine);
  }
}
