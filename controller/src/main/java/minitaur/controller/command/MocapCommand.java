package minitaur.controller.command;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import minitaur.calibration.Calibration;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.OptionHeading;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.console.terminal.MocapMonitor;
import minitaur.controller.robot.MocapSettings;
import minitaur.controller.robot.MocapTracking;
import minitaur.controller.robot.RobotSessionFactory;
import minitaur.controller.robot.RobotSettings;
import minitaur.controller.run.ExitCode;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.mocap.client.LaneFrame;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "mocap",
    header = "Show the poses of a motion-capture server.",
    description =
        "Prints pose and velocity of the body, and rate, delay, jitter and share of lost frames."
            + " Without --body it lists the bodies of the server. When there are no poses it"
            + " reports the reason and the fix. Without a server option it uses the server of the"
            + " configuration, with its lane, offset and tracking.",
    footer = {
      "",
      "Examples:",
      "  minitaur mocap --vrpn 192.168.1.20",
      "  minitaur mocap --natnet 192.168.1.20 --body Minitaur",
      "  minitaur mocap --natnet 192.168.1.20 --interface eth1 --body Minitaur",
      "  minitaur mocap --qtm 192.168.1.20:22223 --body Minitaur --json --seconds 10",
      "  minitaur mocap --config lab.yaml",
      "  minitaur mocap --camera --set robot.calibration=calibration.yaml"
    })
final class MocapCommand extends ProgramCommand {
  private static final double LISTING_SECONDS = 3;

  /** Address of the server; exactly one. */
  @OptionHeading("Server")
  static final class Server {
    @Option(
        names = "--vrpn",
        paramLabel = "HOST[:PORT]",
        description =
            "VRPN server: Vicon Tracker, NOKOV, ART DTrack, PhaseSpace. Default port: 3883.")
    private @Nullable String vrpn;

    @Option(
        names = "--natnet",
        paramLabel = "HOST[:PORT]",
        description = "OptiTrack Motive. Default command port: 1510.")
    private @Nullable String natNet;

    @Option(
        names = "--qtm",
        paramLabel = "HOST[:PORT]",
        description = "Qualisys Track Manager. Default port: 22223.")
    private @Nullable String qtm;

    MocapSource source() {
      if (vrpn != null) {
        return MocapSource.VRPN;
      }
      return natNet != null ? MocapSource.NATNET : MocapSource.QTM;
    }

    String address() {
      if (vrpn != null) {
        return vrpn;
      }
      return natNet != null ? natNet : String.valueOf(qtm);
    }
  }

  private final Clock clock = new SystemClock();

  @ArgGroup(multiplicity = "0..1")
  private @Nullable Server server;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();

  @Option(
      names = "--camera",
      description =
          "Use the camera instead of a server: mocap.camera of the configuration, with lens and"
              + " pose of robot.calibration.")
  private boolean camera;

  @Option(
      names = "--body",
      paramLabel = "NAME",
      description = "Name of the body. Default: list the bodies.")
  private @Nullable String body;

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      description = "NatNet: receive multicast frames on this network interface. Default: unicast.")
  private @Nullable String networkInterface;

  @Option(
      names = "--up",
      paramLabel = "AXIS",
      description = "Vertical axis of the server, y or z. Default: y for NatNet, else z.")
  private LaneFrame.@Nullable Up up;

  @Option(
      names = "--direction",
      paramLabel = "DEGREES",
      defaultValue = "0",
      description =
          "Direction of the lane, counterclockwise from the server's first horizontal axis.")
  private double directionDegrees;

  @Option(
      names = "--offset",
      paramLabel = "X,Y,Z",
      split = ",",
      hideParamSyntax = true,
      description = "Trunk origin in the frame of the marker body, m. Default: 0,0,0.",
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  private double[] offset = {0, 0, 0};

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "Stop after this time. Default: 3 to list the bodies, otherwise run until Ctrl-C.")
  private @Nullable Double seconds;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  MocapCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    require(seconds == null || seconds > 0, "--seconds", seconds, "above 0");
    Server selectedServer = server;
    ControllerConfig config = configOptions.read(List.of());
    MocapSettings settings = config.mocap();
    double durationSeconds = seconds == null ? Double.POSITIVE_INFINITY : seconds;
    if (camera || (selectedServer == null && settings.source() == MocapSettings.Source.CAMERA)) {
      watchCamera(config, durationSeconds);
      return ExitCode.OK;
    }
    MocapConfig client =
        selectedServer == null ? configuredClient(settings) : clientConfig(selectedServer);
    MocapMonitor monitor = createMonitor(client.describeServer());
    if (client.body() == null) {
      monitor.list(client, seconds == null ? LISTING_SECONDS : seconds);
    } else {
      monitor.watch(client, settings.tracking(), durationSeconds);
    }
    return ExitCode.OK;
  }

  private MocapMonitor createMonitor(String source) {
    return new MocapMonitor(source, clock, program.writer(), json);
  }

  private void watchCamera(ControllerConfig config, double durationSeconds) throws IOException {
    if (server != null) {
      throw usageError("--camera excludes a server");
    }
    requireServer();
    RobotSettings robot = config.robot();
    Calibration calibration = RobotSessionFactory.readCalibration(robot, program::warn);
    if (calibration == null) {
      throw usageError(
          "lens and pose of the camera are unknown: add --set robot.calibration=FILE, the file that"
              + " minitaur calibrate camera writes");
    }
    try (MocapTracking tracking = MocapTracking.openCamera(config.mocap(), calibration, clock)) {
      createMonitor("the camera")
          .watch(
              tracking.poses(),
              tracking.tracker(),
              () -> Objects.requireNonNull(tracking.status()),
              durationSeconds);
    }
  }

  private MocapConfig configuredClient(MocapSettings settings) {
    if (!settings.source().isServer()) {
      throw usageError(
          "missing server, such as --vrpn HOST, or --config FILE with mocap.source and mocap.host");
    }
    requireServer();
    return MocapTracking.clientConfig(settings);
  }

  /** Rejects options of a server that no option names. */
  private void requireServer() {
    requireUsed(
        server != null,
        "--vrpn, --natnet or --qtm",
        "--body",
        "--interface",
        "--up",
        "--direction",
        "--offset");
  }

  private MocapConfig clientConfig(Server server) {
    MocapSource source = server.source();
    String address = server.address();
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    if (offset.length != 3) {
      throw usageError("--offset has " + offset.length + " numbers; allowed: 3, such as 0,0,-0.08");
    }
    requireUsed(source == MocapSource.NATNET, "--natnet", "--interface");
    require(Double.isFinite(directionDegrees), "--direction", directionDegrees, "a finite number");
    for (double coordinate : offset) {
      require(Double.isFinite(coordinate), "--offset", coordinate, "finite numbers");
    }
    try {
      int port = colon < 0 ? source.port() : Integer.parseInt(address.substring(colon + 1));
      MocapConfig config = MocapConfig.of(source, host, port, body);
      LaneFrame.Up axis = up == null ? config.lane().up() : up;
      config =
          config
              .withLane(new LaneFrame(axis, Math.toRadians(directionDegrees), 0, 0))
              .withOffset(new BodyOffset(offset[0], offset[1], offset[2], 0, 0, 0));
      return networkInterface == null ? config : config.withMulticast(networkInterface);
    } catch (NumberFormatException e) {
      throw usageError("'" + address + "' has no valid port; write HOST or HOST:PORT");
    } catch (IllegalArgumentException e) {
      throw usageError(String.valueOf(e.getMessage()));
    }
  }
}
