package minitaur.controller.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "emulate",
    header = "Stand in for a robot's board on a pseudo-terminal.",
    description =
        "Prints the path of a serial port behind which a simulated robot answers in real time with a"
            + " board's bytes, until Ctrl-C.",
    footer = {
      "",
      "Examples:",
      "  minitaur emulate --link /tmp/minitaur",
      "  minitaur emulate --board moteus --drop 1e-4 --no-hand"
    })
final class EmulateCommand implements Callable<Integer> {
  private final Job<EmulateRequest> job;

  @Mixin private final BoardOption boardOption = new BoardOption();

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      defaultValue = "realistic",
      description = "nominal, realistic (default) or randomized; its delays are left to the line.")
  private String profile = "realistic";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Root of every random number.")
  private long seed;

  @Option(
      names = "--link",
      paramLabel = "PATH",
      description = "Make this symbolic link to the port, so that its name stays the same.")
  private @Nullable Path alias;

  @Option(
      names = "--drop",
      paramLabel = "P",
      defaultValue = "0",
      description = "Chance that a byte is lost.")
  private double drop;

  @Option(
      names = "--insert",
      paramLabel = "P",
      defaultValue = "0",
      description = "Chance that a byte comes in.")
  private double insert;

  @Option(
      names = "--flip",
      paramLabel = "P",
      defaultValue = "0",
      description = "Chance that a bit of a byte is turned.")
  private double flip;

  @Option(
      names = "--no-hand",
      description = "Leave the robot where it lies when its motors have gone off.")
  private boolean noHand;

  EmulateCommand(Job<EmulateRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    return job.run(
            new EmulateRequest(
                boardOption.board, profile, seed, alias, drop, insert, flip, !noHand))
        .number();
  }
}
