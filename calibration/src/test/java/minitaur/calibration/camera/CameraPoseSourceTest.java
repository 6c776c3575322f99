package minitaur.calibration.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.RigidTransform;
import minitaur.calibration.camera.synthetic.BodyTrajectory;
import minitaur.calibration.camera.synthetic.SyntheticBoard;
import minitaur.calibration.camera.synthetic.SyntheticCamera;
import minitaur.calibration.camera.synthetic.SyntheticCameraConfig;
import minitaur.calibration.camera.synthetic.VirtualClock;
import minitaur.calibration.camera.synthetic.WalkingTrajectory;
import minitaur.hal.Clock;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseTracker;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.mocap.client.MocapProblem;
import minitaur.hal.mocap.client.MocapStatus;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CameraPoseSourceTest {
  private static final SyntheticCameraConfig OPTICS = SyntheticCameraConfig.defaults();
  private static final RigidTransform OVERHEAD =
      RigidTransform.of(0.1, -0.1, 2.25, Math.PI - 0.05, 0.04, 0.02);
  private static final WalkingTrajectory TRAJECTORY = WalkingTrajectory.trot();
  private static final CameraPoseConfig SETUP =
      new CameraPoseConfig(
          OPTICS.intrinsics(),
          new CameraPlacement(
              "",
              "",
              new CameraPlacement.CameraPose(0.1, -0.1, 2.25, Math.PI - 0.05, 0.04, 0.02),
              0),
          TagBoard.trunk(),
          new BodyOffset(-0.02, 0, -0.08, 0, 0, 0));
  private static final double OCCLUSION_START = 1.0;
  private static final double OCCLUSION_END = 1.3;

  @BeforeAll
  static void requireOpenCv() {
    OpenCvAssumption.assumeLoaded();
  }

  private static SyntheticCamera camera(int frames, Clock clock) throws CameraException {
    SyntheticBoard mounted =
        SyntheticBoard.mountedOn(
            TRAJECTORY,
            RigidTransform.of(0.02, 0, 0.08, 0, 0, 0),
            BoardImage.of(TagBoard.trunk(), 20),
            0.012);
    SyntheticBoard board =
        new SyntheticBoard(
            mounted.image(),
            mounted.marginMetres(),
            mounted.trajectory(),
            seconds -> seconds >= OCCLUSION_START && seconds < OCCLUSION_END);
    return new SyntheticCamera(
        OPTICS,
        BodyTrajectory.fixed(OVERHEAD),
        List.of(board),
        frames,
        RandomStream.of(7, "poses"),
        clock);
  }

  private static List<Pose> pollUntilEnd(CameraPoseSource source) throws InterruptedException {
    List<Pose> poses = new ArrayList<>();
    CountDownLatch timer = new CountDownLatch(1);
    boolean more = true;
    while (more) {
      more = !source.isEnded();
      Pose pose = new Pose();
      while (source.poll(pose)) {
        poses.add(pose);
        pose = new Pose();
      }
      assertThat(timer.await(1, TimeUnit.MILLISECONDS)).isFalse();
    }
    return poses;
  }

  @Test
  void velocityIsAccurateAndUnknownDuringOcclusion() throws Exception {
    Clock clock = new VirtualClock();
    List<Pose> poses;
    try (CameraPoseSource source = new CameraPoseSource(() -> camera(150, clock), SETUP, clock)) {
      poses = pollUntilEnd(source);
      MocapStatus status = source.status();
      assertThat(status.samples().frames()).isEqualTo(150);
      assertThat(status.samples().dropped(DropReason.NOT_TRACKED)).isBetween(17L, 20L);
      assertThat(status.arrivals().connections()).isEqualTo(1);
    }
    double squares = 0;
    int knownCount = 0;
    int nextPose = 0;
    PoseQueue queue = new PoseQueue(4);
    Track track = new Track();
    PoseTracker tracker = new PoseTracker(queue, CameraPoseConfig.tracking());
    for (int frame = 0; frame < 150; frame++) {
      long now = Math.round(frame * 1e9 / 60);
      if (nextPose < poses.size() && poses.get(nextPose).timeNanos <= now) {
        queue.add(poses.get(nextPose++));
      }
      tracker.read(now, track);
      double seconds = now * 1e-9;
      if (seconds > OCCLUSION_START + 0.1 && seconds < OCCLUSION_END) {
        assertThat(track.xMetresPerSec).as("occluded at %.2f s", seconds).isNaN();
        assertThat(track.velocityUnknownNanos).isPositive();
      } else if (seconds > 0.4 && (seconds < OCCLUSION_START || seconds > OCCLUSION_END + 0.3)) {
        double error = track.xMetresPerSec - TRAJECTORY.velocity(seconds)[0];
        squares += error * error;
        knownCount++;
      }
    }
    assertThat(knownCount).isGreaterThan(80);
    assertThat(Math.sqrt(squares / knownCount)).isLessThan(0.060);
    assertThat(tracker.drops().count(DropReason.OUTLIER)).isZero();
  }

  @Test
  void reopensCameraAfterFailure() throws Exception {
    Clock clock = new VirtualClock();
    AtomicInteger openCount = new AtomicInteger();
    FrameSourceOpener opener =
        () -> {
          if (openCount.incrementAndGet() == 1) {
            throw new CameraException("/dev/video9: is not a camera");
          }
          // Reconnecting takes one second.
          clock.waitUntil(clock.nanos() + 1_000_000_000);
          return openCount.get() == 2
              ? new DisconnectingCamera(camera(3, clock))
              : camera(3, clock);
        };
    try (CameraPoseSource source = new CameraPoseSource(opener, SETUP, clock)) {
      List<Pose> poses = pollUntilEnd(source);
      assertThat(openCount.get()).isEqualTo(3);
      assertThat(source.status().arrivals().connections()).isEqualTo(2);
      assertThat(poses).hasSize(6);
    }
  }

  @Test
  void statusReportsWhyCameraCannotBeOpened() throws Exception {
    Clock clock = new VirtualClock();
    CountDownLatch attempts = new CountDownLatch(2);
    FrameSourceOpener absent =
        () -> {
          attempts.countDown();
          throw new CameraException("/dev/video9: is not a camera");
        };
    try (CameraPoseSource source = new CameraPoseSource(absent, SETUP, clock)) {
      // The failure of the first attempt is reported before the second attempt.
      assertThat(attempts.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(source.status().problem()).isEqualTo(MocapProblem.LOST);
      assertThat(source.status().message()).isEqualTo("/dev/video9: is not a camera");
      assertThat(source.poll(new Pose())).isFalse();
    }
  }

  @Test
  void rejectsImageSizeOtherThanCalibrated() throws Exception {
    Clock clock = new VirtualClock();
    CountDownLatch attempts = new CountDownLatch(2);
    FrameSourceOpener small =
        () -> {
          attempts.countDown();
          return new SyntheticCamera(
              SyntheticCameraConfig.of(160, 120),
              BodyTrajectory.fixed(OVERHEAD),
              List.of(),
              5,
              RandomStream.of(8, "small"),
              clock);
        };
    try (CameraPoseSource source = new CameraPoseSource(small, SETUP, clock)) {
      assertThat(attempts.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(source.status().message()).contains("160 x 120").contains("1280 x 720");
    }
  }

  @Test
  void trackingDoesNotLeakNativeMemory() throws CameraException {
    try (SyntheticCamera camera = camera(2, new VirtualClock());
        CameraFrame frame = new CameraFrame();
        TagBoardTracker tracker =
            new TagBoardTracker(
                TagBoard.trunk(), new LensModel(OPTICS.intrinsics()), OVERHEAD.inverse())) {
      assertThat(camera.read(frame)).isTrue();
      for (int i = 0; i < 20; i++) {
        assertThat(tracker.track(frame)).isNotNull();
      }
      long before = OpenCv.pointerBytes();
      for (int i = 0; i < 200; i++) {
        tracker.track(frame);
      }
      assertThat(OpenCv.pointerBytes() - before).isZero();
    }
  }

  /** A camera that disconnects after its last image. */
  private record DisconnectingCamera(FrameSource source) implements FrameSource {
    @Override
    public boolean read(CameraFrame frame) throws CameraException {
      if (!source.read(frame)) {
        throw new CameraException("disconnected");
      }
      return true;
    }

    @Override
    public boolean isSequence() {
      return true;
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
