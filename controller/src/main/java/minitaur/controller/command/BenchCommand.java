package minitaur.controller.command;

import java.util.List;
import java.util.concurrent.Callable;
import minitaur.controller.config.ConfigOverride;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    header = "Measure the program: each figure, with its bar beside it.",
    description = {
      "learner: updates a second, beside the limit that this machine's matrix products set.",
      "sim: simulated seconds a second.",
      "loop: how punctually an emulated robot is driven through a serial port while a learner is"
          + " busy.",
      "mocap: error of the velocity, speed and robustness of the decoders, and how soon a server that"
          + " was killed and started again gives poses.",
      "calibration: how near every procedure comes to the truth of 20 simulated robots (minutes).",
      "camera: lens, velocity and native memory on computed pictures (a minute or two).",
      "stop: from the operator's stop to the motors' command, with the learner training beside it.",
      "console: how much later 50 Hz control gets when 20 pages watch, one of which reads nothing;"
          + " and the stop of a page, through the real server.",
      "drill: training runs in each of which a device of the robot or motion capture fails, and what"
          + " becomes of robot and run.",
      "pipeline: what an episode costs a trainer, what twenty robots mean, and what uploads do to a"
          + " robot's control."
    },
    footer = {"", "Examples:", "  minitaur bench learner", "  minitaur bench sim --json"})
final class BenchCommand implements Callable<Integer> {
  private final Job<BenchRequest> job;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();

  @Parameters(
      paramLabel = "learner|sim|loop|mocap|calibration|camera|stop|console|drill|pipeline",
      description = "What to measure.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private BenchRequest.Subject subject;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long each figure is measured; default ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many presses (stop, console) or runs (drill); default ${DEFAULT-VALUE}.")
  private int count;

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
    if (!(count >= 1 && count <= 100_000)) {
      throw new ParameterException(
          spec.commandLine(), "--count is " + count + "; allowed: 1 to 100000");
    }
    List<ConfigOverride> needed =
        subject.settings().stream().map(setting -> ConfigOverride.parse("bench", setting)).toList();
    return job.run(new BenchRequest(configOptions.read(needed), subject, seconds, count, json))
        .number();
  }
}
