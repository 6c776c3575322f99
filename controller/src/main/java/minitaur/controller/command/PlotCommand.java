package minitaur.controller.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "plot",
    header = "Draw learning curves of several runs.",
    description =
        "Draws return, forward velocity and temperature over environment steps. Runs of the same"
            + " simulation profile become one curve: their mean, the range over their seeds as a band, and each run as a thin"
            + " line.",
    footer = {
      "",
      "Examples:",
      "  minitaur plot runs/nominal-* runs/realistic-* --output curves.png"
    })
final class PlotCommand implements Callable<Integer> {
  private final Job<PlotRequest> job;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Directories of runs.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private List<Path> runs;

  @Option(
      names = "--output",
      paramLabel = "PNG",
      required = true,
      description = "The picture to write.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path output;

  PlotCommand(Job<PlotRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    return job.run(new PlotRequest(List.copyOf(runs), output)).number();
  }
}
