package minitaur.controller.command;

import java.util.concurrent.Callable;
import minitaur.controller.config.ConsoleConfig;
import minitaur.controller.run.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    header = "Check a robot before its first motion.",
    description =
        "Listens to a robot with its motors off, leads you through moving each leg and the trunk by"
            + " hand, checks that the readings follow in the right direction, and says what is there,"
            + " what is missing and how to mend it.",
    footer = {
      "",
      "Examples:",
      "  minitaur doctor --port /dev/ttyACM0",
      "  minitaur doctor --port /dev/ttyUSB0 --board ghost --seconds 30 --json"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Job<DoctorRequest> job;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PATH",
      required = true,
      description = "The serial port; best a name under /dev/serial/by-id, which stays.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private String port;

  @Mixin private final BoardOption boardOption = new BoardOption();

  @Option(
      names = "--baud",
      paramLabel = "N",
      defaultValue = "0",
      description = "Bits a second; default what the board usually has.")
  private int baud;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "How long to listen; default ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--guide",
      negatable = true,
      description =
          "Ask for the moves by hand, or only listen; without it they are asked for on a terminal"
              + " and without --json.")
  private @Nullable Boolean guide;

  @Mixin private final PageOptions pageOptions = new PageOptions();

  DoctorCommand(Job<DoctorRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new ParameterException(
          spec.commandLine(), "--seconds is " + seconds + "; allowed: above 0, up to 3600");
    }
    if (json && Boolean.TRUE.equals(guide)) {
      throw new ParameterException(
          spec.commandLine(), "--guide asks for moves in words; leave --json out");
    }
    boolean guided = guide == null ? !json && Terminal.isPresent() : guide;
    return job.run(
            new DoctorRequest(
                port,
                boardOption.board,
                baud,
                seconds,
                json,
                guided,
                pageOptions.choice(ConsoleConfig.defaults())))
        .number();
  }
}
