package minitaur.controller.robot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minitaur.calibration.Calibration;
import minitaur.calibration.MocapAlignment;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraPoseSource;
import minitaur.controller.config.ConfigException;
import minitaur.controller.robot.MocapSettings.Source;
import minitaur.hal.Clock;
import minitaur.hal.Text;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.PoseTracker;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.mocap.client.LaneFrame;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapDiagnostics;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.hal.mocap.client.MocapStatus;
import org.jspecify.annotations.Nullable;

/**
 * The configured motion capture. Its accepted poses are used both for the reward and by the tracker
 * for safety and display. Used by the thread that runs the episodes.
 */
public final class MocapTracking implements AutoCloseable {
  private final @Nullable Supplier<MocapStatus> client;
  private final PoseSource poses;
  private final Tracker tracker;
  private final @Nullable PoseTracker poseTracker;
  private final String body;

  private MocapTracking(
      @Nullable Supplier<MocapStatus> client, @Nullable PoseTracker poseTracker, String body) {
    this.client = client;
    this.body = body;
    this.poseTracker = poseTracker;
    poses = poseTracker == null ? new PoseQueue(1) : poseTracker;
    tracker = poseTracker == null ? Tracker.ABSENT : poseTracker;
  }

  /**
   * Starts connecting to the configured server; does not block. {@link #status} reports the
   * progress.
   *
   * @param alignment calibrated lane and trunk placement, used instead of the configured one; null
   *     if not calibrated
   * @param clock time base of the poses: the robot's clock
   * @throws ConfigException if the configured source is the simulated motion capture
   */
  public static MocapTracking open(
      MocapSettings config, @Nullable MocapAlignment alignment, Clock clock) {
    if (config.source() == Source.SIMULATED) {
      throw ConfigException.at(
          "",
          "mocap.source",
          "is simulated, and the robot is not",
          "allowed: vrpn, natnet or qtm with mocap.host and mocap.body, camera, or none");
    }
    if (config.source() == Source.CAMERA) {
      throw new IllegalArgumentException("a camera needs the robot's calibration");
    }
    if (config.source() == Source.NONE) {
      return new MocapTracking(null, null, "");
    }
    MocapClient client = new MocapClient(clientConfig(config, alignment), clock);
    return new MocapTracking(
        client::status, new PoseTracker(client, config.tracking()), config.server().body());
  }

  /**
   * Starts opening the configured camera; does not block.
   *
   * @param calibration contains the lens and placement of the camera
   * @param clock time base of the poses: the robot's clock
   * @throws CameraException when lens or placement are not calibrated, or OpenCV cannot be loaded
   */
  public static MocapTracking openCamera(MocapSettings config, Calibration calibration, Clock clock)
      throws CameraException {
    CameraPoseSource camera =
        CameraPoseSourceFactory.open(config.camera(), config.offset(), calibration, clock);
    TrackingConfig tracking =
        config.tracking().withPositionDeviation(config.camera().positionDeviationMetres());
    return new MocapTracking(camera::status, new PoseTracker(camera, tracking), "tags");
  }

  /**
   * Tracks poses from a given source.
   *
   * @param source closed by {@link #close}
   */
  public static MocapTracking of(PoseSource source, MocapSettings config) {
    return new MocapTracking(null, new PoseTracker(source, config.tracking()), "robot");
  }

  /**
   * The client configuration: connection to the server, lane and trunk placement.
   *
   * @throws IllegalArgumentException if the configured source is not a server
   */
  public static MocapConfig clientConfig(MocapSettings config) {
    MocapSource source =
        switch (config.source()) {
          case VRPN -> MocapSource.VRPN;
          case NATNET -> MocapSource.NATNET;
          case QTM -> MocapSource.QTM;
          case SIMULATED, NONE, CAMERA ->
              throw new IllegalArgumentException(config.source() + " is not a server");
        };
    int port = config.server().port() == 0 ? source.port() : config.server().port();
    MocapConfig defaults =
        MocapConfig.of(source, config.server().host(), port, config.server().body());
    LaneFrame.Up up =
        switch (config.lane().up()) {
          case AUTOMATIC -> defaults.lane().up();
          case Y -> LaneFrame.Up.Y;
          case Z -> LaneFrame.Up.Z;
        };
    MocapConfig unicast =
        defaults
            .withLane(
                new LaneFrame(
                    up,
                    StrictMath.toRadians(config.lane().laneDirection()),
                    config.lane().laneOriginX(),
                    config.lane().laneOriginY()))
            .withOffset(config.offset())
            .withMinDelay(config.server().shortestDelay());
    return config.server().networkInterface().isEmpty()
        ? unicast
        : unicast.withMulticast(config.server().networkInterface());
  }

  /**
   * The client configuration with a calibrated lane and trunk placement.
   *
   * @param alignment null if not calibrated: the configured values are used
   * @throws IllegalArgumentException if the configured source is not a server
   * @throws ConfigException if both the configuration and the alignment specify the placement
   */
  public static MocapConfig clientConfig(MocapSettings config, @Nullable MocapAlignment alignment) {
    MocapConfig configured = clientConfig(config);
    if (alignment == null) {
      return configured;
    }
    if (!usesDefaultPlacement(config)) {
      throw ConfigException.at(
          "",
          "mocap",
          "specifies the lane or the trunk, and so does the calibration (calibrate mocap)",
          "leave laneDirection, laneOriginX, laneOriginY and offset at 0, or run calibrate mocap"
              + " with another --file");
    }
    return configured.withLane(alignment.laneFrame()).withOffset(alignment.bodyOffset());
  }

  private static boolean usesDefaultPlacement(MocapSettings config) {
    return config.lane().laneDirection() == 0
        && config.lane().laneOriginX() == 0
        && config.lane().laneOriginY() == 0
        && config.offset().equals(BodyOffset.NONE);
  }

  /** Accepted poses, for the reward; none without motion capture. */
  public PoseSource poses() {
    return poses;
  }

  /** Tracker of the trunk position; {@link Tracker#ABSENT} without motion capture. */
  public Tracker tracker() {
    return tracker;
  }

  /**
   * Resets the track because the robot was carried elsewhere at {@code timeNanos}: earlier poses
   * are discarded, and the displacement does not count as motion.
   */
  public void reset(long timeNanos) {
    if (poseTracker != null) {
      poseTracker.reset(timeNanos);
    }
  }

  /** Status of the server connection; null without a server. Allocates. */
  public @Nullable MocapStatus status() {
    return client == null ? null : client.get();
  }

  /** Problems that occur although poses arrive, with remedies, one sentence each. Allocates. */
  public List<String> warnings() {
    MocapStatus status = status();
    List<String> warnings = new ArrayList<>(status == null ? List.of() : status.warnings());
    if (poseTracker != null) {
      warnings.addAll(MocapDiagnostics.dropWarnings(body, poseTracker.drops()));
    }
    return warnings;
  }

  /** Human-readable status: problem and remedy, or tracking quality. Allocates. */
  public String describe() {
    MocapStatus status = status();
    if (status == null) {
      return poseTracker == null ? "no motion capture" : "simulated motion capture";
    }
    String message = status.message();
    if (message != null) {
      return message;
    }
    if (!status.connected()) {
      return "motion capture: connecting";
    }
    String rate =
        Text.of(
            "motion capture: %s poses/s, %s ms latency, %.1f %% lost",
            Text.number("%.1f", status.arrivals().rateHz()),
            Text.number("%.1f", status.arrivals().delaySeconds() * 1e3),
            status.lossFraction() * 100);
    return Stream.concat(Stream.of(rate), warnings().stream()).collect(Collectors.joining("; "));
  }

  /** Disconnects from the server. */
  @Override
  public void close() {
    poses.close();
  }
}
