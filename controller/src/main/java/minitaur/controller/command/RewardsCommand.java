package minitaur.controller.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rewards",
    header = "Compute a run's rewards again, from its log of ticks and poses.",
    description =
        "Goes through a log of steps, which a training with --set mocap.stepLog=200 writes, and says"
            + " of each episode whether its rewards come out as they did then, to the bit.",
    footer = {
      "",
      "Examples:",
      "  minitaur rewards runs/DIR",
      "  minitaur rewards runs/DIR/steps-earlier.log --json"
    })
final class RewardsCommand implements Callable<Integer> {
  private final Job<RewardsRequest> job;

  @Parameters(
      paramLabel = "RUN|LOG",
      description = "Directory of a run, or the file of a log of steps.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path log;

  @Option(names = "--json", description = "Print one JSON object an episode.")
  private boolean json;

  RewardsCommand(Job<RewardsRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    return job.run(new RewardsRequest(log, json)).number();
  }
}
