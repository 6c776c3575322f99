package minitaur.controller.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.RigidTransform;
import minitaur.calibration.camera.BoardImage;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.CameraPoseConfig;
import minitaur.calibration.camera.CameraPoseSource;
import minitaur.calibration.camera.CharucoPattern;
import minitaur.calibration.camera.ChessboardView;
import minitaur.calibration.camera.FloorTag;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.IntrinsicsSession;
import minitaur.calibration.camera.IntrinsicsSolver;
import minitaur.calibration.camera.LensModel;
import minitaur.calibration.camera.OpenCv;
import minitaur.calibration.camera.TagBoard;
import minitaur.calibration.camera.TagPlacementEstimator;
import minitaur.calibration.camera.synthetic.BodyTrajectory;
import minitaur.calibration.camera.synthetic.SyntheticBoard;
import minitaur.calibration.camera.synthetic.SyntheticCamera;
import minitaur.calibration.camera.synthetic.SyntheticCameraConfig;
import minitaur.calibration.camera.synthetic.SyntheticChessboard;
import minitaur.calibration.camera.synthetic.VirtualClock;
import minitaur.calibration.camera.synthetic.WalkingTrajectory;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseTracker;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.random.RandomStream;

/**
 * Compares camera calibration and tracking with the ground truth of rendered images: intrinsics
 * from 20 views, camera pose from four tags with these intrinsics, and velocity of a trotting trunk
 * with both. Also measures the growth of native memory.
 */
final class CameraBenchmark {
  private static final int VIEWS = 20;
  private static final double CORNER_NOISE_PIXELS = 0.2;

  /** The board on the trunk is 2 m below the camera. */
  private static final RigidTransform LANE_FROM_CAMERA =
      RigidTransform.of(0.1, -0.1, 2.25, Math.PI - 0.05, 0.04, 0.02);

  private static final double[][] TAGS = {{-0.9, 0.4}, {0.9, 0.45}, {0.95, -0.4}, {-0.9, -0.5}};
  private static final int FIRST_TAG_ID = 20;
  private static final int TAG_IMAGES = 10;
  private static final RigidTransform TRUNK_FROM_BOARD = RigidTransform.of(0.02, 0, 0.08, 0, 0, 0);
  private static final BodyOffset OFFSET = new BodyOffset(-0.02, 0, -0.08, 0, 0, 0);
  private static final int CELL_PIXELS = 20;
  private static final double PAPER_MARGIN = 0.012;
  private static final double FLOOR_MARGIN = 0.025;
  private static final int WALK_IMAGES = 900;
  private static final int SETTLING_POSES = 30;
  private static final double STEP_SECONDS = 0.020;
  private static final long MAX_GAP_NANOS = 60_000_000;

  private static final int MEMORY_FRAMES = 10_000;
  private static final int MEMORY_WARM_UP = 500;
  private static final int MEMORY_IMAGES = 32;

  private final RandomStream random = RandomStream.of(0, "camera benchmark");
  private final SyntheticCameraConfig optics = SyntheticCameraConfig.defaults();
  private final ResultList results = new ResultList();

  /** Runs all measurements. */
  List<Result> run() throws IOException {
    OpenCv.loadLibrary();
    CameraIntrinsics intrinsics = measureIntrinsics();
    CameraPlacement placement = measurePlacement(intrinsics);
    measureVelocity(intrinsics, placement);
    measureMemory();
    return results.list();
  }

  private CameraIntrinsics measureIntrinsics() throws CameraException {
    CharucoPattern pattern = CharucoPattern.a4();
    List<ChessboardView> noisy = new ArrayList<>();
    try (FrameSource source =
            new SyntheticChessboard(optics, pattern, 2 * VIEWS, random, new VirtualClock());
        CameraFrame frame = new CameraFrame();
        IntrinsicsSession session =
            new IntrinsicsSession(pattern, source.isSequence(), "2026-01-01")) {
      while (session.views().size() < VIEWS && source.read(frame)) {
        session.offer(frame);
      }
      for (ChessboardView view : session.views()) {
        noisy.add(SyntheticChessboard.withCornerNoise(view, CORNER_NOISE_PIXELS, random));
      }
    }
    CameraIntrinsics groundTruth = optics.intrinsics();
    CameraIntrinsics estimate =
        new IntrinsicsSolver(
                pattern, groundTruth.size().widthPixels(), groundTruth.size().heightPixels())
            .solve(noisy, "2026-01-01");
    double errorX =
        estimate.pinhole().focalXPixels().value() / groundTruth.pinhole().focalXPixels().value()
            - 1;
    double errorY =
        estimate.pinhole().focalYPixels().value() / groundTruth.pinhole().focalYPixels().value()
            - 1;
    results.atLeast(VIEWS, "views", noisy.size(), "");
    results.atMost(
        0.3, "focal length, max error", 100 * Math.max(Math.abs(errorX), Math.abs(errorY)), "%");
    results.atMost(0.3, "reprojection error", estimate.residualPixels(), "pixels");
    return estimate;
  }

  private CameraPlacement measurePlacement(CameraIntrinsics intrinsics) throws CameraException {
    List<FloorTag> tags = new ArrayList<>();
    List<SyntheticBoard> boards = new ArrayList<>();
    for (int i = 0; i < TAGS.length; i++) {
      TagBoard board = TagBoard.floor(FIRST_TAG_ID + i);
      double yaw = 0.3 * i;
      tags.add(new FloorTag(FIRST_TAG_ID + i, TAGS[i][0], TAGS[i][1], yaw, board.tagMetres()));
      boards.add(
          new SyntheticBoard(
              BoardImage.of(board, 2 * CELL_PIXELS),
              FLOOR_MARGIN,
              BodyTrajectory.fixed(RigidTransform.of(TAGS[i][0], TAGS[i][1], 0, 0, 0, yaw))));
    }
    try (FrameSource source = camera(boards, TAG_IMAGES, new VirtualClock());
        CameraFrame frame = new CameraFrame();
        TagPlacementEstimator estimator =
            new TagPlacementEstimator(new LensModel(intrinsics), tags)) {
      while (source.read(frame)) {
        estimator.addImage(frame);
      }
      CameraPlacement estimate = estimator.solve("2026-01-01");
      double[] groundTruth = LANE_FROM_CAMERA.translation();
      double error =
          Math.sqrt(
              square(estimate.pose().xMetres() - groundTruth[0])
                  + square(estimate.pose().yMetres() - groundTruth[1])
                  + square(estimate.pose().zMetres() - groundTruth[2]));
      results.atMost(20, "camera position from four floor tags, error", 1e3 * error, "mm");
      return estimate;
    }
  }

  private SyntheticCamera camera(List<SyntheticBoard> boards, int images, Clock clock) {
    return new SyntheticCamera(
        optics, BodyTrajectory.fixed(LANE_FROM_CAMERA), boards, images, random, clock);
  }

  private static SyntheticBoard trunkBoard(WalkingTrajectory path) throws CameraException {
    return SyntheticBoard.mountedOn(
        path, TRUNK_FROM_BOARD, BoardImage.of(TagBoard.trunk(), CELL_PIXELS), PAPER_MARGIN);
  }

  private void measureVelocity(CameraIntrinsics intrinsics, CameraPlacement placement)
      throws CameraException {
    WalkingTrajectory path = WalkingTrajectory.trot();
    Clock clock = new VirtualClock();
    SyntheticCamera camera = camera(List.of(trunkBoard(path)), WALK_IMAGES, clock);
    List<Pose> poses = new ArrayList<>();
    CameraPoseConfig setup = new CameraPoseConfig(intrinsics, placement, TagBoard.trunk(), OFFSET);
    try (CameraPoseSource source = new CameraPoseSource(() -> camera, setup, clock)) {
      Clock wallClock = new SystemClock();
      boolean running = true;
      while (running) {
        running = !source.isEnded();
        drain(source, poses);
        wallClock.waitUntil(wallClock.nanos() + 1_000_000);
      }
    }
    results.atLeast(0.99 * WALK_IMAGES, "images with a detected board", poses.size(), "");
    measureFilteredVelocity(path, camera.startNanos(), poses);
    measureRewardVelocity(path, camera.startNanos(), poses);
  }

  private static void drain(CameraPoseSource source, List<Pose> poses) {
    Pose pose = new Pose();
    while (source.poll(pose)) {
      poses.add(pose);
      pose = new Pose();
    }
  }

  /** Measures the error of the filtered velocity, which is used for safety checks and display. */
  private void measureFilteredVelocity(WalkingTrajectory path, long startNanos, List<Pose> poses) {
    PoseQueue queue = new PoseQueue(1);
    double[] squares = new double[3];
    int count = 0;
    try (PoseTracker tracked = new PoseTracker(queue, CameraPoseConfig.tracking())) {
      Track track = new Track();
      for (int i = 0; i < poses.size(); i++) {
        Pose pose = poses.get(i);
        queue.add(pose);
        tracked.read(pose.timeNanos, track);
        if (i < SETTLING_POSES || track.velocityUnknownNanos > 0) {
          continue;
        }
        double[] groundTruth = path.velocity((pose.timeNanos - startNanos) * 1e-9);
        squares[0] += square(track.xMetresPerSec - groundTruth[0]);
        squares[1] += square(track.yMetresPerSec - groundTruth[1]);
        squares[2] += square(track.zMetresPerSec - groundTruth[2]);
        count++;
      }
    }
    String unit = "mm/s";
    results.atMost(
        60, "velocity along the lane, RMS error", rmsMillimetres(squares[0], count), unit);
    results.atMost(
        60, "velocity across the lane, RMS error", rmsMillimetres(squares[1], count), unit);
    // Height is the least accurate axis of a camera above the lane. Learning does not use it.
    results.info("vertical velocity, RMS error", rmsMillimetres(squares[2], count), unit);
  }

  /** Measures the error of the velocity in the reward: distance per step of 20 ms. */
  private void measureRewardVelocity(WalkingTrajectory path, long startNanos, List<Pose> poses) {
    PoseHistory history = new PoseHistory(poses.size() + 2, MAX_GAP_NANOS);
    poses.forEach(history::add);
    Pose from = new Pose();
    Pose to = new Pose();
    double squares = 0;
    int count = 0;
    double end = (history.newestNanos() - startNanos) * 1e-9 - STEP_SECONDS;
    for (double seconds = 0.5; seconds < end; seconds += STEP_SECONDS) {
      long begin = startNanos + Math.round(1e9 * seconds);
      if (history.interpolate(begin, from)
          && history.interpolate(begin + Math.round(1e9 * STEP_SECONDS), to)) {
        double groundTruth =
            path.at(seconds + STEP_SECONDS).translation()[0] - path.at(seconds).translation()[0];
        squares += square((to.xMetres - from.xMetres - groundTruth) / STEP_SECONDS);
        count++;
      }
    }
    results.atMost(
        60, "velocity per reward step, RMS error", rmsMillimetres(squares, count), "mm/s");
  }

  /** Measures memory growth over repeated images, which indicates memory that is not released. */
  private void measureMemory() throws CameraException {
    CameraPlacement placement =
        new CameraPlacement(
            "", "", new CameraPlacement.CameraPose(0.1, -0.1, 2.25, Math.PI - 0.05, 0.04, 0.02), 0);
    LoopedFrameSource images =
        new LoopedFrameSource(
            camera(
                List.of(trunkBoard(WalkingTrajectory.trot())), MEMORY_IMAGES, new VirtualClock()),
            MEMORY_WARM_UP + MEMORY_FRAMES);
    Clock clock = new VirtualClock();
    CameraPoseConfig setup =
        new CameraPoseConfig(optics.intrinsics(), placement, TagBoard.trunk(), OFFSET);
    try (CameraPoseSource source = new CameraPoseSource(() -> images, setup, clock)) {
      Clock wallClock = new SystemClock();
      Pose pose = new Pose();
      while (source.status().samples().frames() < MEMORY_WARM_UP && !source.isEnded()) {
        wallClock.waitUntil(wallClock.nanos() + 1_000_000);
      }
      System.gc();
      long resident = OpenCv.residentBytes();
      long pointers = OpenCv.pointerBytes();
      while (!source.isEnded()) {
        while (source.poll(pose)) {}
        wallClock.waitUntil(wallClock.nanos() + 1_000_000);
      }
      System.gc();
      results.atLeast(
          MEMORY_FRAMES, "images tracked", source.status().samples().frames() - MEMORY_WARM_UP, "");
      results.atMost(
          16, "growth of resident memory", megabytes(OpenCv.residentBytes() - resident), "MB");
      results.atMost(
          0.1, "growth of JavaCPP memory", megabytes(OpenCv.pointerBytes() - pointers), "MB");
    }
  }

  private static double square(double value) {
    return value * value;
  }

  private static double rmsMillimetres(double squares, int count) {
    return 1e3 * Math.sqrt(squares / count);
  }

  private static double megabytes(long bytes) {
    return bytes / 1e6;
  }
}
