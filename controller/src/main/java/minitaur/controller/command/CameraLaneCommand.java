package minitaur.controller.command;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "lane",
    header = "Find where the camera hangs over the lane.",
    description = {
      "With --tag: from tags that lie on the floor where you say.",
      "With --walk: from the board on the trunk while the robot goes, or is carried level, along"
          + " the lane; the lane then begins where the walk began.",
      "Needs the lens first: minitaur calibrate camera intrinsics."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur calibrate camera lane --tag 20=0,0.5 --tag 21=0,-0.5,90 --tag 22=2,0",
      "  minitaur calibrate camera lane --walk --board-height 0.27"
    })
final class CameraLaneCommand implements Callable<Integer> {
  private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?)";
  private static final Pattern TAG =
      Pattern.compile("(\\d{1,3})=" + NUMBER + "," + NUMBER + "(?:," + NUMBER + ")?");

  private final Job<CameraRequest> job;
  private final Clock clock;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final CameraOptions camera = new CameraOptions();

  @Option(
      names = "--tag",
      paramLabel = "N=X,Y[,DEGREES]",
      description =
          "Tag N lies with its middle at X along the lane and Y to the left, m; its arrow points"
              + " DEGREES counterclockwise from along the lane, 0 unless said. At least two.")
  private List<String> tags = new ArrayList<>();

  @Option(names = "--walk", description = "Watch the board on the trunk instead.")
  private boolean walk;

  @Option(
      names = "--board-height",
      paramLabel = "M",
      defaultValue = "0.27",
      description = "walk: how high the board is above the floor; default ${DEFAULT-VALUE}.")
  private double boardHeight;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "60",
      description = "tags: how many pictures are averaged; default ${DEFAULT-VALUE}.")
  private int pictures;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "15",
      description = "walk: how long it is watched; default ${DEFAULT-VALUE}.")
  private double seconds;

  CameraLaneCommand(Job<CameraRequest> job, Clock clock) {
    this.job = job;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (walk == !tags.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "say where tags lie (--tag N=X,Y, at least two) or --walk, not both");
    }
    CameraOptions.require(
        spec.commandLine(),
        boardHeight >= 0 && boardHeight <= 5,
        "--board-height",
        boardHeight,
        "0 to 5");
    CameraOptions.require(
        spec.commandLine(),
        pictures >= 1 && pictures <= 10_000,
        "--pictures",
        pictures,
        "1 to 10000");
    CameraOptions.require(
        spec.commandLine(), seconds >= 1 && seconds <= 600, "--seconds", seconds, "1 to 600");
    List<CameraRequest.Tag> places = tags.stream().map(this::place).toList();
    CameraRequest.Session session = camera.session(spec.commandLine(), clock);
    return job.run(new CameraRequest.Lane(session, places, boardHeight, pictures, seconds))
        .number();
  }

  private CameraRequest.Tag place(String text) {
    Matcher matcher = TAG.matcher(text);
    if (!matcher.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--tag is '" + text + "'; allowed: such as 20=0,0.5 or 21=2,-0.5,90");
    }
    String degrees = matcher.group(4);
    return new CameraRequest.Tag(
        Integer.parseInt(matcher.group(1)),
        Double.parseDouble(matcher.group(2)),
        Double.parseDouble(matcher.group(3)),
        degrees == null ? 0 : Double.parseDouble(degrees));
  }
}
