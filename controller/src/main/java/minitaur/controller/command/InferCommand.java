package minitaur.controller.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.PolicyOption;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.config.ConfigException;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.run.ExitCode;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.Motor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "infer",
    header = "Print a policy's actions for given states.",
    description =
        "Reads states of 112 comma-separated numbers, one per line, from standard input. Prints the"
            + " deterministic action (8 numbers) and the motor targets in rad (8 numbers) of each.",
    footer = {
      "",
      "Examples:",
      "  minitaur infer --policy runs/first/policy.safetensors < states.csv"
    })
final class InferCommand extends ProgramCommand {
  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final PolicyOption policy = new PolicyOption();

  InferCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    ControllerConfig config = configOptions.read(List.of());
    Policy actor = policy.deterministic(config);
    float[] action = new float[ObservationLayout.ACTION_SIZE];
    double[] targets = new double[Motor.COUNT];
    BufferedReader input = new BufferedReader(program.reader());
    int lineNumber = 0;
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      lineNumber++;
      actor.act(parseState(line, lineNumber), action);
      config.task().actionMap().toMotorAngles(action, targets);
      StringBuilder row = new StringBuilder();
      for (float component : action) {
        row.append(component).append(',');
      }
      for (double target : targets) {
        row.append((float) target).append(',');
      }
      out.println(row.substring(0, row.length() - 1));
    }
    return ExitCode.OK;
  }

  private static float[] parseState(String line, int lineNumber) {
    String origin = "standard input, line " + lineNumber;
    String remedy =
        "give the state as " + ObservationLayout.STATE_SIZE + " comma-separated numbers";
    String[] parts = line.split(",", -1);
    if (parts.length != ObservationLayout.STATE_SIZE) {
      throw ConfigException.of(origin, parts.length + " values", remedy);
    }
    float[] state = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        state[i] = Float.parseFloat(parts[i].strip());
      } catch (NumberFormatException e) {
        throw ConfigException.of(origin, "\"" + parts[i].strip() + "\" is not a number", remedy);
      }
      if (!Float.isFinite(state[i])) {
        throw ConfigException.of(origin, "value " + (i + 1) + " is not finite", remedy);
      }
    }
    return state;
  }
}
