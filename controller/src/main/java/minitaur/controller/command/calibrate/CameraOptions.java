package minitaur.controller.command.calibrate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minitaur.calibration.Calibration;
import minitaur.calibration.camera.CameraMode;
import minitaur.calibration.camera.OpenCv;
import minitaur.calibration.camera.procedure.CameraReport;
import minitaur.calibration.camera.procedure.ImageSource;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.command.options.OptionCheck;
import minitaur.controller.command.options.OptionHeading;
import minitaur.controller.command.options.PageOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.console.ProcedureSession;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.run.ExitCode;
import minitaur.controller.settings.ConsoleSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of a camera calibration: images, operator and calibration file. */
@OptionHeading("Camera")
final class CameraOptions {
  private static final double SCALE_BAR_MM = 100;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      defaultValue = "/dev/video0",
      description =
          "A camera, preferably a name under /dev/v4l/by-id; a folder of images; a Motion JPEG AVI"
              + " file; or synthetic.")
  private String source;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "1280x720",
      description = "Image size in pixels.")
  private String size;

  @Option(names = "--rate", paramLabel = "HZ", defaultValue = "60", description = "Frame rate.")
  private double rate;

  @Option(
      names = "--exposure",
      paramLabel = "MS",
      defaultValue = "0",
      description = "Exposure; 0 for automatic.")
  private double exposureMs;

  @Option(
      names = "--scale-bar",
      paramLabel = "MM",
      defaultValue = "100",
      description = "Measured length of the printed scale bar of 100 mm.")
  private double scaleBar;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = "calibration.yaml",
      description = "Calibration file of the robot.")
  private Path file;

  @Option(
      names = "--robot",
      paramLabel = "NAME",
      defaultValue = "minitaur",
      description = "Name of the robot.")
  private String robot;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "Answers instead of the operator. Default: none.")
  private @Nullable Path script;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of synthetic images.")
  private long seed;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  @Mixin private final PageOptions pageOptions = new PageOptions();

  /** The selected images. */
  ImageSource images() {
    Matcher matcher = Pattern.compile("(\\d{1,5})x(\\d{1,5})").matcher(size);
    OptionCheck.require(spec, matcher.matches(), "--size", size, "such as 1280x720");
    int width = Integer.parseInt(matcher.group(1));
    int height = Integer.parseInt(matcher.group(2));
    boolean validSize = Math.min(width, height) >= 16 && Math.max(width, height) <= 16_384;
    OptionCheck.require(spec, validSize, "--size", size, "16 to 16384 pixels per side");
    OptionCheck.require(spec, rate >= 1 && rate <= 1000, "--rate", rate, "1 to 1000");
    OptionCheck.require(
        spec, exposureMs >= 0 && exposureMs <= 1000, "--exposure", exposureMs, "0 to 1000");
    OptionCheck.require(
        spec, scaleBar >= 50 && scaleBar <= 200, "--scale-bar", scaleBar, "50 to 200");
    CameraMode mode =
        new CameraMode(width, height, rate, exposureMs / 1e3, CameraMode.defaults().delaySeconds());
    return new ImageSource(source, mode, scaleBar / SCALE_BAR_MM, seed);
  }

  /** A procedure that calibrates the lens or the pose of the camera. */
  interface Procedure {
    UnaryOperator<Calibration> run(Calibration existing, Prompts prompts, CameraReport report)
        throws IOException, CancelledException;
  }

  /** Runs a procedure with the operator and writes the calibration file. */
  ExitCode run(Program program, Procedure procedure) throws IOException {
    OptionCheck.requireWritable(spec, "--file", file);
    OpenCv.loadLibrary();
    PrintWriter out = program.writer();
    PrintWriter messages = json ? program.errorWriter() : out;
    ProcedureRunner runner = new ProcedureRunner(file, robot, program::warn);
    return runner.run(
        new ProcedureSession(
            pageOptions.choice(ConsoleSettings.defaults()),
            RobotDescription.ofProcedure(spec.qualifiedName().replace("minitaur ", ""), robot),
            script,
            program.reader(),
            messages),
        session -> procedure.run(runner.existing(), session.prompts(), new CameraReport(out, json)),
        messages);
  }
}
