package minitaur.controller.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "guard",
    hidden = true,
    header = "Switch a robot's motors off when the program that drives it has died.",
    description =
        "Started by that program itself for boards without a watchdog: waits until its standard"
            + " input ends, then sends kill frames. A program that ends well says so first.")
final class GuardCommand implements Callable<Integer> {
  private final Job<GuardRequest> job;

  @Option(names = "--port", paramLabel = "PATH", required = true, description = "The serial port.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private String port;

  @Option(names = "--baud", paramLabel = "N", defaultValue = "0", description = "Bits a second.")
  private int baud;

  @Mixin private final BoardOption boardOption = new BoardOption();

  GuardCommand(Job<GuardRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    return job.run(new GuardRequest(port, baud, boardOption.board)).number();
  }
}
