package minitaur.controller.command.calibrate;

import java.io.IOException;
import java.nio.file.Path;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.camera.procedure.ImageSource;
import minitaur.calibration.camera.procedure.IntrinsicsProcedure;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.run.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "intrinsics",
    header = "Calibrate the lens.",
    description =
        "Collects views of the chessboard that are sharp, still and new until they cover the image."
            + " After each view it prints where corners were detected and how accurately the lens"
            + " is known.",
    footer = {
      "",
      "Examples:",
      "  minitaur calibrate camera intrinsics --source /dev/video0",
      "  minitaur calibrate camera intrinsics --source images/ --views 15",
      "  minitaur calibrate camera intrinsics --source synthetic --detections found.png"
    })
final class CameraIntrinsicsCommand extends ProgramCommand {
  @Mixin private final CameraOptions camera = new CameraOptions();
  @Mixin private final PaperOption paperOption = new PaperOption();

  @Option(
      names = "--views",
      paramLabel = "N",
      defaultValue = "20",
      description = "Number of views.")
  private int views;

  @Option(
      names = "--detections",
      paramLabel = "FILE",
      description = "Image of the detected corners of the last view. Default: none.")
  private @Nullable Path detections;

  CameraIntrinsicsCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    require(views >= 4 && views <= 200, "--views", views, "4 to 200");
    requireWritable("--detections", detections);
    ImageSource images = images();
    return camera.run(
        program,
        (existing, prompts, report) -> {
          CameraIntrinsics intrinsics =
              new IntrinsicsProcedure(images, paperOption.chessboard(), views, prompts, report)
                  .run(detections, program.date());
          return calibration -> calibration.with(intrinsics);
        });
  }

  /** The selected images. */
  ImageSource images() {
    return camera.images();
  }
}
