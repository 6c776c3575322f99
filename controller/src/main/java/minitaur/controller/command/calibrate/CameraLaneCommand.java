package minitaur.controller.command.calibrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.FloorTag;
import minitaur.calibration.camera.TagBoard;
import minitaur.calibration.camera.procedure.CameraPlacementProcedure;
import minitaur.calibration.camera.procedure.ImageSource;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.run.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "lane",
    header = "Calibrate the pose of the camera over the lane.",
    description = {
      "With --tag: from tags on the floor at the given places.",
      "With --walk: from the board on the trunk while the robot walks, or is carried level, along"
          + " the lane; the lane starts where the walk started.",
      "Calibrate the lens first: minitaur calibrate camera intrinsics."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur calibrate camera lane --tag 20=0,0.5 --tag 21=0,-0.5,90 --tag 22=2,0",
      "  minitaur calibrate camera lane --walk --board-height 0.27"
    })
final class CameraLaneCommand extends ProgramCommand {
  private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?)";
  private static final Pattern TAG =
      Pattern.compile("(\\d{1,3})=" + NUMBER + "," + NUMBER + "(?:," + NUMBER + ")?");

  @Mixin private final CameraOptions camera = new CameraOptions();

  @Option(
      names = "--tag",
      paramLabel = "N=X,Y[,DEGREES]",
      showDefaultValue = Visibility.NEVER,
      description =
          "The center of tag N is at X along the lane and Y to the left, m; its arrow points"
              + " DEGREES (default 0) counterclockwise from the lane. At least two. Default: none.")
  private List<String> tags = new ArrayList<>();

  @Option(names = "--walk", description = "Observe the board on the trunk instead.")
  private boolean walk;

  @Option(
      names = "--board-height",
      paramLabel = "M",
      defaultValue = "0.27",
      description = "With --walk: height of the board above the floor.")
  private double boardHeight;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "60",
      description = "With --tag: number of images to average.")
  private int images;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "15",
      description = "With --walk: how long to observe.")
  private double seconds;

  CameraLaneCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    if (walk == !tags.isEmpty()) {
      throw usageError("use either --tag N=X,Y (at least twice) or --walk");
    }
    requireUsed(walk, "--walk", "--board-height", "--seconds");
    requireUsed(!walk, "--tag", "--images");
    require(boardHeight >= 0 && boardHeight <= 5, "--board-height", boardHeight, "0 to 5");
    require(images >= 1 && images <= 10_000, "--images", images, "1 to 10000");
    require(seconds >= 1 && seconds <= 600, "--seconds", seconds, "1 to 600");
    List<FloorTag> floorTags = floorTags();
    ImageSource source = camera.images();
    return camera.run(
        program,
        (existing, prompts, report) -> {
          CameraPlacementProcedure procedure =
              new CameraPlacementProcedure(source, existing.camera(), prompts, program.date());
          CameraPlacement placement =
              walk
                  ? procedure.fromWalk(boardHeight, seconds)
                  : procedure.fromTags(floorTags, images);
          report.placement(placement);
          return calibration -> calibration.with(placement);
        });
  }

  /** Parses the floor tags of the options; their size is nominal. */
  List<FloorTag> floorTags() throws CameraException {
    List<FloorTag> floorTags = new ArrayList<>();
    for (String text : tags) {
      Matcher matcher = TAG.matcher(text);
      require(matcher.matches(), "--tag", text, "such as 20=0,0.5 or 21=2,-0.5,90");
      int number = Integer.parseInt(matcher.group(1));
      String degrees = matcher.group(4);
      try {
        floorTags.add(
            new FloorTag(
                number,
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3)),
                degrees == null ? 0 : Math.toRadians(Double.parseDouble(degrees)),
                TagBoard.floor(number).tagMetres()));
      } catch (IllegalArgumentException e) {
        throw usageError("--tag: " + e.getMessage(), e);
      }
    }
    return floorTags;
  }
}
