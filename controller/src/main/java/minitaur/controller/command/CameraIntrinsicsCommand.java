package minitaur.controller.command;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "intrinsics",
    header = "Find what the camera's lens does.",
    description =
        "Watches the chessboard and takes views that are sharp, still and new, until there are"
            + " enough of them all over the picture. After each it shows where corners were"
            + " seen, and how well the lens is known.",
    footer = {
      "",
      "Examples:",
      "  minitaur calibrate camera intrinsics --source /dev/video0 --robot minitaur-1",
      "  minitaur calibrate camera intrinsics --source pictures/ --views 15",
      "  minitaur calibrate camera intrinsics --source synthetic --picture found.png"
    })
final class CameraIntrinsicsCommand implements Callable<Integer> {
  private final Job<CameraRequest> job;
  private final Clock clock;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final CameraOptions camera = new CameraOptions();

  @Option(
      names = "--paper",
      paramLabel = "PAPER",
      defaultValue = "A4",
      description = "Which chessboard: the one of a4 (default) or of a3.")
  private CameraRequest.Paper paper = CameraRequest.Paper.A4;

  @Option(
      names = "--views",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many views are wanted; default ${DEFAULT-VALUE}.")
  private int views;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "Where to draw the corners of the last view.")
  private @Nullable Path picture;

  CameraIntrinsicsCommand(Job<CameraRequest> job, Clock clock) {
    this.job = job;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    CameraOptions.require(
        spec.commandLine(), views >= 4 && views <= 200, "--views", views, "4 to 200");
    CameraRequest.Session session = camera.session(spec.commandLine(), clock);
    return job.run(new CameraRequest.Intrinsics(session, paper, views, picture)).number();
  }
}
