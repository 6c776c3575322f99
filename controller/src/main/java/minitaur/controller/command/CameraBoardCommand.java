package minitaur.controller.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "board",
    header = "Make a board to print in true size.",
    description =
        "Writes a PNG or, by the name's ending, a PDF. Print it at 100 %%, measure its bar of"
            + " 100 mm, and glue it flat on something stiff.",
    footer = {
      "",
      "Examples:",
      "  minitaur calibrate camera board --output board.png",
      "  minitaur calibrate camera board --kind floor --tag 21 --output tag21.pdf"
    })
final class CameraBoardCommand implements Callable<Integer> {
  private final Job<CameraRequest> job;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "The picture, .png or .pdf.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path output;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "CHESSBOARD",
      description =
          "chessboard (default) for the lens, trunk for the robot's back, floor for one tag on the"
              + " floor.")
  private CameraRequest.BoardKind kind = CameraRequest.BoardKind.CHESSBOARD;

  @Option(
      names = "--paper",
      paramLabel = "PAPER",
      defaultValue = "A4",
      description = "a4 (default) or a3; trunk and floor have one size, which fits on both.")
  private CameraRequest.Paper paper = CameraRequest.Paper.A4;

  @Option(
      names = "--tag",
      paramLabel = "N",
      defaultValue = "20",
      description = "Number of the floor's tag, 6 to 586; 0 to 5 are the trunk's. Default 20.")
  private int tag;

  CameraBoardCommand(Job<CameraRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    String name = output.getFileName().toString();
    CameraOptions.require(
        spec.commandLine(),
        name.endsWith(".png") || name.endsWith(".pdf"),
        "--output",
        output,
        "a name that ends with .png or .pdf");
    CameraOptions.require(spec.commandLine(), tag >= 6 && tag <= 586, "--tag", tag, "6 to 586");
    return job.run(new CameraRequest.Board(output, kind, paper, tag)).number();
  }
}
