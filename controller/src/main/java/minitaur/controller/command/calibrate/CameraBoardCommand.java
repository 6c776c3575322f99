package minitaur.controller.command.calibrate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import minitaur.calibration.camera.OpenCv;
import minitaur.calibration.camera.PrintedPage;
import minitaur.calibration.camera.TagBoard;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.run.ExitCode;
import minitaur.hal.file.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "board",
    header = "Create a board to print at actual size.",
    description =
        "Writes a PNG or, for a name ending in .pdf, a PDF. Print it at 100 %%, measure its 100 mm"
            + " scale bar, and glue it onto a flat, stiff plate.",
    footer = {
      "",
      "Examples:",
      "  minitaur calibrate camera board --output board.png",
      "  minitaur calibrate camera board --kind floor --tag 21 --output tag21.pdf"
    })
final class CameraBoardCommand extends ProgramCommand {
  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "Image to write, .png or .pdf.")
  private Path output;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "chessboard",
      description =
          "chessboard for the lens, trunk for the back of the robot, floor for one tag on the"
              + " floor.")
  private Kind kind;

  @Mixin private final PaperOption paperOption = new PaperOption();

  @Option(
      names = "--tag",
      paramLabel = "N",
      defaultValue = "20",
      description = "Number of the floor tag, 6 to 586; 0 to 5 are on the trunk.")
  private int tag;

  enum Kind {
    /** For calibration of the lens. */
    CHESSBOARD,
    /** Tags for the back of the robot. */
    TRUNK,
    /** One tag for the floor. */
    FLOOR
  }

  CameraBoardCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    String name = output.toString().toLowerCase(Locale.ROOT);
    boolean pdf = name.endsWith(".pdf");
    require(pdf || name.endsWith(".png"), "--output", output, "a name ending in .png or .pdf");
    requireWritable("--output", output);
    requireUsed(kind == Kind.FLOOR, "--kind floor", "--tag");
    require(tag >= 6 && tag <= 586, "--tag", tag, "6 to 586");
    OpenCv.loadLibrary();
    PrintedPage.Paper paper = paperOption.paper();
    PrintedPage page =
        switch (kind) {
          case CHESSBOARD -> PrintedPage.of(paperOption.chessboard(), paper);
          case TRUNK -> PrintedPage.of(TagBoard.trunk(), paper);
          case FLOOR -> PrintedPage.of(TagBoard.floor(tag), paper);
        };
    AtomicFile.write(output, pdf ? page.toPdf() : page.toPng());
    out.printf(
        Locale.ROOT,
        "Wrote %s: %s, landscape. Print it at 100 %%, without \"fit to page\". If the scale"
            + " bar%ndoes not measure 100 mm, pass its length with --scale-bar.%n",
        output,
        paper);
    return ExitCode.OK;
  }
}
