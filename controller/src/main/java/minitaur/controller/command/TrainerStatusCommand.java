package minitaur.controller.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import minitaur.controller.command.options.ExitCode;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.TrainerConnection;
import minitaur.controller.remote.TrainerClient;
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
      "  minitaur trainer status --trainer http://workstation:8090 --token-file token.txt",
      "  minitaur trainer status --release rosa"
    })
final class TrainerStatusCommand implements Callable<ExitCode> {
  private final Program program;

  @Mixin private final TrainerConnection connection = new TrainerConnection();

  @Option(names = "--json", description = "Print the progress as one JSON object.")
  private boolean json;

  @Option(
      names = "--release",
      paramLabel = "ROBOT",
      description = "End the quarantine of a robot. Default: none.")
  private @Nullable String released;

  TrainerStatusCommand(Program program) {
    this.program = program;
  }

  @Override
  public ExitCode call() throws IOException {
    TrainerClient trainer = connection.client();
    if (released != null) {
      trainer.release(released);
    }
    JsonNode progress = trainer.progress();
    if (json) {
      program.out().println(progress);
      return ExitCode.OK;
    }
    program
        .out()
        .printf(
            Locale.ROOT,
            "run %s: %d of %d steps, %d episodes, %d waiting, %d updates (%.2f per step), %d"
                + " pending%n",
            progress.path("run").asText(),
            progress.path("steps").asLong(),
            progress.path("target_steps").asLong(),
            progress.path("episodes").asLong(),
            progress.path("waiting").asLong(),
            progress.path("updates").asLong(),
            progress.path("updates_per_step").asDouble(),
            progress.path("pending_updates").asLong());
    JsonNode robots = progress.path("collectors");
    if (!robots.isEmpty()) {
      program
          .out()
          .println(
              "robot               share  episodes    steps  lag: spool  policy  last contact"
                  + "  rejected  state");
      robots.forEach(this::print);
    }
    return ExitCode.OK;
  }

  private void print(JsonNode robot) {
    String state =
        robot.has("quarantine")
            ? "QUARANTINED: " + robot.path("quarantine").asText()
            : robot.path("state").asText();
    program
        .out()
        .printf(
            Locale.ROOT,
            "%-18s %5.1f %% %9d %8d %11d %7s %11d s %9d  %s%n",
            robot.path("robot").asText(),
            100 * robot.path("share").asDouble(),
            robot.path("episodes").asLong(),
            robot.path("steps").asLong(),
            robot.path("waiting").asLong(),
            robot.path("policy_lag_updates").asText("-"),
            robot.path("seconds_since_contact").asLong(),
            robot.path("rejected").asLong(),
            state);
  }
}
