package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import minitaur.calibration.Calibration;
import minitaur.calibration.MocapAlignment;
import minitaur.calibration.camera.CameraException;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.client.LaneFrame;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("timing")
class MocapTrackingTest {
  private static final long FRAME_NANOS = 10_000_000;

  private static ControllerConfig controllerConfig(String... assignments) {
    return ControllerConfig.read(
        Arrays.stream(assignments).map(a -> ConfigOverride.parse("--set", a)).toList());
  }

  private static MocapSettings config(String... assignments) {
    return controllerConfig(assignments).mocap();
  }

  private static MocapSettings server(String source, String... more) {
    String[] all = Arrays.copyOf(more, more.length + 3);
    all[more.length] = "mocap.source=" + source;
    all[more.length + 1] = "mocap.host=lab";
    all[more.length + 2] = "mocap.body=Minitaur";
    return config(all);
  }

  @Test
  void usesDefaultsOfServerType() {
    MocapConfig vrpn = MocapTracking.clientConfig(server("vrpn"));
    assertThat(vrpn.source()).isEqualTo(MocapSource.VRPN);
    assertThat(vrpn.host()).isEqualTo("lab");
    assertThat(vrpn.port()).isEqualTo(3883);
    assertThat(vrpn.body()).isEqualTo("Minitaur");
    assertThat(vrpn.lane().up()).isEqualTo(LaneFrame.Up.Z);
    assertThat(vrpn.networkInterface()).isNull();

    MocapConfig natNet = MocapTracking.clientConfig(server("natnet"));
    assertThat(natNet.port()).isEqualTo(1510);
    assertThat(natNet.lane().up()).isEqualTo(LaneFrame.Up.Y);
    assertThat(MocapTracking.clientConfig(server("qtm")).port()).isEqualTo(22_223);
  }

  @Test
  void convertsSettingsToClientUnits() {
    MocapConfig client =
        MocapTracking.clientConfig(
            server(
                "natnet",
                "mocap.port=1600",
                "mocap.up=z",
                "mocap.laneDirection=90",
                "mocap.laneOriginX=1.5",
                "mocap.laneOriginY=-2",
                "mocap.networkInterface=eth1",
                "mocap.shortestDelay=0.004",
                "mocap.offset.zMetres=-0.08",
                "mocap.offset.yawRad=3.141592653589793"));
    assertThat(client.port()).isEqualTo(1600);
    assertThat(client.lane()).isEqualTo(new LaneFrame(LaneFrame.Up.Z, Math.PI / 2, 1.5, -2));
    assertThat(client.networkInterface()).isEqualTo("eth1");
    assertThat(client.minDelaySeconds()).isEqualTo(0.004);
    assertThat(client.offset().zMetres()).isEqualTo(-0.08);
    assertThat(client.offset().yawRad()).isCloseTo(Math.PI, within(1e-15));
  }

  private static MocapAlignment alignment() {
    return new MocapAlignment(
        "2026-11-22",
        "test",
        new MocapAlignment.LanePlacement(LaneFrame.Up.Y, 0.5, 1, 2),
        new MocapAlignment.TrunkOffset(0.01, 0, -0.08, 0, 0, 0.3),
        0.001,
        0.002);
  }

  @Test
  void usesCalibratedPlacement() {
    MocapConfig client = MocapTracking.clientConfig(server("natnet"), alignment());
    assertThat(client.lane()).isEqualTo(new LaneFrame(LaneFrame.Up.Y, 0.5, 1, 2));
    assertThat(client.offset().zMetres()).isEqualTo(-0.08);
    assertThat(client.offset().yawRad()).isEqualTo(0.3);
    assertThat(client.host()).isEqualTo("lab");
  }

  @Test
  void rejectsPlacementBothConfiguredAndCalibrated() {
    for (String setting : List.of("mocap.laneDirection=90", "mocap.offset.zMetres=-0.08")) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> MocapTracking.clientConfig(server("natnet", setting), alignment()))
          .withMessageContaining("so does the calibration")
          .withMessageContaining("leave laneDirection");
    }
  }

  @Test
  void rejectsServerWithoutHostOrBody() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> config("mocap.source=vrpn", "mocap.body=Minitaur"))
        .withMessageContaining(
            "mocap.host is empty; allowed: the host name or address of the server");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> config("mocap.source=vrpn", "mocap.host=lab"))
        .withMessageContaining("mocap.body is empty");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> server("vrpn", "mocap.networkInterface=eth1"))
        .withMessageContaining("mocap.networkInterface is \"eth1\"");
  }

  @Test
  void rejectsSimulatedSourceForRealRobot() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> MocapTracking.open(config(), null, new SystemClock()))
        .withMessage(
            "mocap.source is simulated, and the robot is not; allowed: vrpn, natnet or qtm with"
                + " mocap.host and mocap.body, camera, or none");
  }

  @Test
  void rejectsCameraWithoutIntrinsicsOrPlacement() {
    assertThatExceptionOfType(CameraException.class)
        .isThrownBy(
            () ->
                MocapTracking.openCamera(
                    config("mocap.source=camera"), Calibration.of("robot-7"), new SystemClock()))
        .withMessage(
            "mocap.source is camera, but robot 'robot-7' has no calibration of its lens; run"
                + " minitaur calibrate camera intrinsics");
  }

  @Test
  void rejectsCameraSourceWithoutCalibration() {
    ControllerConfig config =
        controllerConfig(
            "robot.hal=serial",
            "robot.port=/dev/none",
            "run.mode=asynchronous",
            "mocap.source=camera");
    assertThatExceptionOfType(RobotException.class)
        .isThrownBy(
            () -> RobotSessionFactory.open(config.hardware(), config.task(), 0, false, null))
        .withMessageContaining("set robot.calibration to the file");
  }

  @Test
  void noMocapYieldsNoPosesAndNoLoss() {
    try (MocapTracking none =
        MocapTracking.open(config("mocap.source=none"), null, new SystemClock())) {
      Track track = new Track();
      none.tracker().read(0, track);
      assertThat(track.velocityUnknownNanos).isZero();
      assertThat(none.poses().poll(new Pose())).isFalse();
      assertThat(none.describe()).isEqualTo("no motion capture");
    }
  }

  @Test
  void posesReachBothTrackerAndReward() {
    PoseQueue source = new PoseQueue(8);
    MocapTracking mocap = MocapTracking.of(source, MocapSettings.defaults());
    Pose pose = new Pose();
    for (int i = 1; i <= 4; i++) {
      pose.timeNanos = i * FRAME_NANOS;
      pose.xMetres = 0.004 * i;
      source.add(pose);
    }
    Track track = new Track();
    mocap.tracker().read(4 * FRAME_NANOS, track);
    assertThat(track.velocityUnknownNanos).isZero();
    assertThat(track.xMetres).isCloseTo(0.016, within(1e-3));
    for (int i = 1; i <= 4; i++) {
      assertThat(mocap.poses().poll(pose)).isTrue();
      assertThat(pose.timeNanos).isEqualTo(i * FRAME_NANOS);
    }
    assertThat(mocap.poses().poll(pose)).isFalse();
  }
}
