package minitaur.controller.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    header = "Measure how fast learner and simulator are here, and how true calibration is.",
    description =
        "learner: updates a second, beside the limit that this machine's matrix products set."
            + " sim: simulated seconds a second. calibration: how near every procedure comes to"
            + " the truth of 20 simulated robots, each figure beside its bar (minutes). camera:"
            + " lens, velocity and native memory on computed pictures, likewise (a minute or"
            + " two).",
    footer = {"", "Examples:", "  minitaur bench learner", "  minitaur bench sim --json"})
final class BenchCommand implements Callable<Integer> {
  private final Job<BenchRequest> job;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();

  @Parameters(paramLabel = "learner|sim|calibration|camera", description = "What to measure.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private BenchRequest.Subject subject;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long each figure is measured; default ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  BenchCommand(Job<BenchRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new ParameterException(
          spec.commandLine(), "--seconds is " + seconds + "; allowed: above 0, up to 3600");
    }
    return job.run(new BenchRequest(configOptions.read(List.of()), subject, seconds, json))
        .number();
  }
}
