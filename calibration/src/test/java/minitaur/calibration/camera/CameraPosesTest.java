package minitaur.calibration.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.synthetic.BodyPath;
import minitaur.calibration.camera.synthetic.JumpingClock;
import minitaur.calibration.camera.synthetic.SyntheticBoard;
import minitaur.calibration.camera.synthetic.SyntheticCamera;
import minitaur.calibration.camera.synthetic.SyntheticOptics;
import minitaur.calibration.camera.synthetic.WalkingPath;
import minitaur.hal.Clock;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.TrackedPoses;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.mocap.client.MocapProblem;
import minitaur.hal.mocap.client.MocapStatus;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CameraPosesTest {
  private static final SyntheticOptics OPTICS = SyntheticOptics.usual();
  private static final RigidTransform OVERHEAD =
      RigidTransform.of(0.1, -0.1, 2.25, Math.PI - 0.05, 0.04, 0.02);
  private static final WalkingPath PATH = WalkingPath.trot();
  private static final CameraSetup SETUP =
      new CameraSetup(
          OPTICS.lens(),
          new CameraPlacement(
              "",
              "",
              new CameraPlacement.CameraPose(0.1, -0.1, 2.25, Math.PI - 0.05, 0.04, 0.02),
              0),
          TagBoard.trunk(),
          new BodyOffset(-0.02, 0, -0.08, 0, 0, 0));
  private static final double COVERED_FROM = 1.0;
  private static final double COVERED_TO = 1.3;

  @BeforeAll
  static void natives() {
    Natives.assumeLoaded();
  }

  private static SyntheticCamera camera(int pictures, Clock clock) throws CameraException {
    SyntheticBoard seen =
        SyntheticBoard.on(
            PATH,
            RigidTransform.of(0.02, 0, 0.08, 0, 0, 0),
            BoardPicture.of(TagBoard.trunk(), 20),
            0.012);
    SyntheticBoard board =
        new SyntheticBoard(
            seen.picture(),
            seen.marginMetres(),
            seen.path(),
            seconds -> seconds >= COVERED_FROM && seconds < COVERED_TO);
    return new SyntheticCamera(
        OPTICS,
        BodyPath.at(OVERHEAD),
        List.of(board),
        pictures,
        RandomStream.of(7, "poses"),
        clock);
  }

  private static List<Pose> all(CameraPoses source) throws InterruptedException {
    List<Pose> poses = new ArrayList<>();
    CountDownLatch never = new CountDownLatch(1);
    boolean more = true;
    while (more) {
      more = !source.isEnded();
      Pose pose = new Pose();
      while (source.poll(pose)) {
        poses.add(pose);
        pose = new Pose();
      }
      assertThat(never.await(1, TimeUnit.MILLISECONDS)).isFalse();
    }
    return poses;
  }

  @Test
  void velocityIsNearTheTruthAndUnknownWhileTheBoardIsCovered() throws Exception {
    Clock clock = new JumpingClock();
    List<Pose> poses;
    try (CameraPoses source = new CameraPoses(() -> camera(150, clock), SETUP, clock)) {
      poses = all(source);
      MocapStatus status = source.status();
      assertThat(status.samples().frames()).isEqualTo(150);
      assertThat(status.samples().dropped(DropReason.NOT_TRACKED)).isBetween(17L, 20L);
      assertThat(status.arrivals().connections()).isEqualTo(1);
    }
    double squares = 0;
    int known = 0;
    int pose = 0;
    PoseQueue queue = new PoseQueue(4);
    Track track = new Track();
    TrackedPoses tracked = new TrackedPoses(queue, CameraSetup.tracking());
    for (int picture = 0; picture < 150; picture++) {
      long now = Math.round(picture * 1e9 / 60);
      if (pose < poses.size() && poses.get(pose).timeNanos <= now) {
        queue.add(poses.get(pose++));
      }
      tracked.read(now, track);
      double seconds = now * 1e-9;
      if (seconds > COVERED_FROM + 0.1 && seconds < COVERED_TO) {
        assertThat(track.xMetresPerSec).as("covered, %.2f s", seconds).isNaN();
        assertThat(track.unknownNanos).isPositive();
      } else if (seconds > 0.4 && (seconds < COVERED_FROM || seconds > COVERED_TO + 0.3)) {
        double error = track.xMetresPerSec - PATH.velocity(seconds)[0];
        squares += error * error;
        known++;
      }
    }
    assertThat(known).isGreaterThan(80);
    assertThat(Math.sqrt(squares / known)).isLessThan(0.060);
    assertThat(tracked.drops().of(DropReason.OUTLIER)).isZero();
  }

  @Test
  void opensTheCameraAgainAfterItFailed() throws Exception {
    Clock clock = new JumpingClock();
    AtomicInteger opened = new AtomicInteger();
    FrameSourceOpener opener =
        () -> {
          if (opened.incrementAndGet() == 1) {
            throw new CameraException("/dev/video9: is no camera");
          }
          // Somebody needs a second to plug it in again.
          clock.waitUntil(clock.nanos() + 1_000_000_000);
          return opened.get() == 2 ? new Unplugged(camera(3, clock)) : camera(3, clock);
        };
    try (CameraPoses source = new CameraPoses(opener, SETUP, clock)) {
      List<Pose> poses = all(source);
      assertThat(opened.get()).isEqualTo(3);
      assertThat(source.status().arrivals().connections()).isEqualTo(2);
      assertThat(poses).hasSize(6);
    }
  }

  @Test
  void saysWhyThereAreNoPoses() throws Exception {
    Clock clock = new JumpingClock();
    CountDownLatch tried = new CountDownLatch(2);
    FrameSourceOpener absent =
        () -> {
          tried.countDown();
          throw new CameraException("/dev/video9: is no camera");
        };
    try (CameraPoses source = new CameraPoses(absent, SETUP, clock)) {
      // The second attempt comes after the first one's failure was noted.
      assertThat(tried.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(source.status().problem()).isEqualTo(MocapProblem.LOST);
      assertThat(source.status().message()).isEqualTo("/dev/video9: is no camera");
      assertThat(source.poll(new Pose())).isFalse();
    }
  }

  @Test
  void rejectsPicturesThatTheLensWasNotCalibratedWith() throws Exception {
    Clock clock = new JumpingClock();
    CountDownLatch tried = new CountDownLatch(2);
    FrameSourceOpener small =
        () -> {
          tried.countDown();
          return new SyntheticCamera(
              SyntheticOptics.of(160, 120),
              BodyPath.at(OVERHEAD),
              List.of(),
              5,
              RandomStream.of(8, "small"),
              clock);
        };
    try (CameraPoses source = new CameraPoses(small, SETUP, clock)) {
      assertThat(tried.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(source.status().message()).contains("160 x 120").contains("1280 x 720");
    }
  }

  @Test
  void givesNativeMemoryBack() throws CameraException {
    try (SyntheticCamera camera = camera(2, new JumpingClock());
        CameraFrame frame = new CameraFrame();
        TagBoardTracker tracker =
            new TagBoardTracker(
                TagBoard.trunk(), new LensModel(OPTICS.lens()), OVERHEAD.inverse())) {
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

  /** A camera that is pulled out when its pictures end. */
  private record Unplugged(FrameSource source) implements FrameSource {
    @Override
    public boolean read(CameraFrame frame) throws CameraException {
      if (!source.read(frame)) {
        throw new CameraException("unplugged");
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
