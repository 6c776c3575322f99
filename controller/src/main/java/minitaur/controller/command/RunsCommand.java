package minitaur.controller.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    header = "List training runs and what became of them.",
    description = {
      "Lists the runs in a directory: whether they run, have finished or can be resumed, profile and"
          + " seed, steps taken of those wanted, the best evaluation's velocity and return, when"
          + " something changed last, and size.",
      "A run is stopped when it can go on with --resume, and broken when it can be neither read nor"
          + " resumed."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur runs",
      "  minitaur runs experiments/walking",
      "  minitaur runs --json"
    })
final class RunsCommand implements Callable<Integer> {
  private final Job<RunsRequest> job;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Directory of the runs (default: runs), or a run.")
  @SuppressWarnings("NullAway.Init") // Has a default, so picocli sets it.
  private Path directory;

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  RunsCommand(Job<RunsRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    return job.run(new RunsRequest(directory, json)).number();
  }
}
