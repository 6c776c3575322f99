package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.PolicyOption;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.RobotOptions;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.console.terminal.TypedConfirmation;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.RobotSessionFactory;
import minitaur.controller.robot.SerialPreflight;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.Terminal;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.Evaluation;
import minitaur.controller.train.EvaluationResult;
import minitaur.hal.Motor;
import minitaur.hal.SystemClock;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "evaluate",
    header = "Measure how well a policy walks.",
    description =
        "Runs deterministic episodes and prints the mean forward velocity, the return, falls, and"
            + " the energy per meter. Ctrl-C sets the motors of a real robot to damping mode at the"
            + " next control tick.",
    footer = {
      "",
      "Examples:",
      "  minitaur evaluate --policy runs/first/policy.safetensors",
      "  minitaur evaluate --policy walk.safetensors --profile randomized --json",
      "  minitaur evaluate --policy walk.safetensors --hal serial --port /dev/ttyACM0 \\",
      "      --log walk.log"
    })
final class EvaluateCommand extends ProgramCommand {
  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final RobotOptions robotOptions = new RobotOptions();
  @Mixin private final PolicyOption policy = new PolicyOption();

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "20",
      description = "Number of episodes.")
  private int episodes;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "With --hal serial: record states and commands at the robot interface, for \"minitaur"
              + " replay\". Default: none.")
  private @Nullable Path log;

  EvaluateCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    require(episodes >= 1, "--episodes", episodes, "at least 1");
    requireWritable("--log", log);
    ControllerConfig config = robotOptions.read(configOptions, runOptions.overrides());
    if (log != null && !config.robot().isSerial()) {
      throw usageError("--log records a real robot; add --hal serial");
    }
    NetworkPolicy actor = policy.deterministic(config);
    new SerialPreflight(config.hardware(), new SystemClock()).check(log);
    try (StopSignal stop = new StopSignal(() -> {});
        RobotSession robotSession =
            RobotSessionFactory.open(
                config.hardware(), config.task(), config.run().seed(), false, log)) {
      TypedConfirmation confirmation =
          new TypedConfirmation(program.reader(), Terminal.isInput(), stop::isRequested);
      Optional<EvaluationResult> result =
          Evaluation.run(
              config,
              actor,
              episodes,
              robotSession,
              confirmation,
              () -> stop.isRequested() || confirmation.isStopTyped());
      int complete = result.map(EvaluationResult::episodes).orElse(0);
      if (complete < episodes) {
        program.err().printf("Stopped after %d of %d episodes.%n", complete, episodes);
      }
      if (result.isPresent()) {
        print(result.get());
      }
      return stop.isRequested() || complete < episodes ? ExitCode.STOPPED : ExitCode.OK;
    }
  }

  private void print(EvaluationResult result) throws IOException {
    double energy = result.energyJoulesPerMetre();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("episodes", result.episodes());
      fields.put("mean_forward_velocity_m_per_s", result.meanVelocityMetresPerSec());
      fields.put("mean_return", result.meanReturn());
      fields.put("minimum_return", result.returns().min());
      fields.put("maximum_return", result.returns().max());
      fields.put("falls", result.falls());
      fields.put("energy_j_per_m", energy);
      fields.put("walks", result.walks());
      fields.put("sustainable", result.gait().isSustainable());
      for (GaitMetric metric : GaitMetric.values()) {
        fields.put(metric.key(), result.gait().value(metric));
      }
      program.printJson(fields);
      return;
    }
    out.printf(
        Locale.ROOT,
        """
        mean forward velocity  %8s m/s
        mean return            %8s  (%s to %s)
        falls                  %8d of %d episodes
        energy                 %8s J/m
        walks                  %s
        """,
        Text.number("%.3f", result.meanVelocityMetresPerSec()),
        Text.number("%.1f", result.meanReturn()),
        Text.number("%.1f", result.returns().min()),
        Text.number("%.1f", result.returns().max()),
        result.falls(),
        result.episodes(),
        Text.number("%.0f", energy),
        result.describeWalking());
    for (GaitMetric metric : GaitMetric.values()) {
      out.printf(
          Locale.ROOT,
          "%-27s %12s %-8s %s%n",
          metric.key(),
          Text.number("%.2f", result.gait().value(metric)),
          metric.unit().equals("1") ? "" : metric.unit(),
          metric.description());
    }
    out.printf("motor                 RMS torque  peak torque (Nm)%n");
    for (Motor motor : Motor.values()) {
      out.printf(
          Locale.ROOT,
          "%-20s %11s %12s%n",
          motor,
          Text.number("%.2f", result.gait().rmsTorque(motor)),
          Text.number("%.2f", result.gait().peakTorque(motor)));
    }
  }
}
