package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.PolicyOption;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.render.RobotImage;
import minitaur.controller.run.render.RobotPose;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.GaitRecording;
import minitaur.hal.RobotGeometry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "render",
    header = "Draw the robot walking.",
    description =
        "Runs one deterministic episode and draws poses of the robot side by side in a PNG image.",
    footer = {
      "",
      "Examples:",
      "  minitaur render --policy runs/first/policy.safetensors --output walk.png"
    })
final class RenderCommand extends ProgramCommand {
  /** Time of the first pose; the gait is established by then. */
  private static final double START_SECONDS = 2;

  private static final int POSES = 8;
  private static final int STEPS_BETWEEN_POSES = 3;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final PolicyOption policy = new PolicyOption();

  @Option(names = "--output", paramLabel = "PNG", required = true, description = "Image to write.")
  private Path output;

  RenderCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    boolean png = output.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    require(png, "--output", output, "a .png file");
    requireWritable("--output", output);
    ControllerConfig config = configOptions.read(runOptions.overrides());
    GaitRecording.Episode episode =
        GaitRecording.record(config, policy.deterministic(config), config.run().seed());
    List<RobotPose> poses = new ArrayList<>();
    List<List<double[][]>> blocks = new ArrayList<>();
    int first = (int) (START_SECONDS * config.task().timing().policyRateHz());
    first = Math.max(0, Math.min(first, episode.poses().size() - POSES * STEPS_BETWEEN_POSES));
    for (int i = 0; i < POSES && first + i * STEPS_BETWEEN_POSES < episode.poses().size(); i++) {
      poses.add(episode.poses().get(first + i * STEPS_BETWEEN_POSES));
      blocks.add(episode.blocks().get(first + i * STEPS_BETWEEN_POSES));
    }
    new RobotImage(RobotGeometry.nominal()).draw(poses, blocks, episode.ground(), output);
    out.println("Wrote " + output);
    return ExitCode.OK;
  }
}
