package minitaur.controller.command;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import minitaur.controller.config.ConsoleConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where pictures come from and where numbers go. */
final class CameraOptions {
  /** Length of the printed bar, mm. */
  private static final double BAR_MM = 100;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      defaultValue = "/dev/video0",
      description =
          "A camera, best a name under /dev/v4l/by-id; a folder of pictures; an AVI file of Motion"
              + " JPEG; or synthetic. Default ${DEFAULT-VALUE}.")
  private String source = "/dev/video0";

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "1280x720",
      description = "Pixels of the camera's pictures; default ${DEFAULT-VALUE}.")
  private String size = "1280x720";

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      defaultValue = "60",
      description = "The camera's pictures a second; default ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--exposure",
      paramLabel = "MS",
      defaultValue = "0",
      description = "The camera's exposure; default 0, which leaves it to the camera.")
  private double exposureMs;

  @Option(
      names = "--scale-bar",
      paramLabel = "MM",
      defaultValue = "100",
      description =
          "What the printed bar of 100 mm measures on your paper; default ${DEFAULT-VALUE}.")
  private double scaleBar;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = "calibration.yaml",
      description = "The robot's calibration; default ${DEFAULT-VALUE}.")
  private Path file = Path.of("calibration.yaml");

  @Option(
      names = "--robot",
      paramLabel = "NAME",
      defaultValue = "minitaur",
      description = "What the robot is called; default ${DEFAULT-VALUE}.")
  private String robot = "minitaur";

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "Answers for the operator, in his place.")
  private @Nullable Path script;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which synthetic pictures.")
  private long seed;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Mixin private final PageOptions pageOptions = new PageOptions();

  /** What the options say. */
  CameraRequest.Session session(CommandLine line, Clock clock) {
    int cross = size.indexOf('x');
    int width;
    int height;
    try {
      width = Integer.parseInt(size.substring(0, Math.max(0, cross)));
      height = Integer.parseInt(size.substring(cross + 1));
    } catch (NumberFormatException e) {
      throw new ParameterException(line, "--size is '" + size + "'; allowed: such as 1280x720", e);
    }
    require(line, rate >= 1 && rate <= 1000, "--rate", rate, "1 to 1000");
    require(line, exposureMs >= 0 && exposureMs <= 1000, "--exposure", exposureMs, "0 to 1000");
    require(line, scaleBar >= 50 && scaleBar <= 200, "--scale-bar", scaleBar, "50 to 200");
    require(line, width >= 16 && width <= 16_384, "--size", size, "16 to 16384 pixels a side");
    require(line, height >= 16 && height <= 16_384, "--size", size, "16 to 16384 pixels a side");
    return new CameraRequest.Session(
        source,
        width,
        height,
        rate,
        exposureMs / 1e3,
        scaleBar / BAR_MM,
        file,
        robot,
        script,
        pageOptions.choice(ConsoleConfig.defaults()),
        LocalDate.now(clock).toString(),
        seed,
        json);
  }

  /** Refuses a value that cannot be. */
  static void require(
      CommandLine line, boolean possible, String option, Object value, String allowed) {
    if (!possible) {
      throw new ParameterException(line, option + " is " + value + "; allowed: " + allowed);
    }
  }
}
