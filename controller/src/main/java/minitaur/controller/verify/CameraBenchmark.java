package minitaur.controller.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.BoardPicture;
import minitaur.calibration.camera.BoardView;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.CameraPoses;
import minitaur.calibration.camera.CameraSetup;
import minitaur.calibration.camera.CharucoPattern;
import minitaur.calibration.camera.FloorTag;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.IntrinsicsSession;
import minitaur.calibration.camera.IntrinsicsSolver;
import minitaur.calibration.camera.LaneFromTags;
import minitaur.calibration.camera.LensModel;
import minitaur.calibration.camera.OpenCv;
import minitaur.calibration.camera.RigidTransform;
import minitaur.calibration.camera.TagBoard;
import minitaur.calibration.camera.synthetic.BodyPath;
import minitaur.calibration.camera.synthetic.JumpingClock;
import minitaur.calibration.camera.synthetic.SyntheticBoard;
import minitaur.calibration.camera.synthetic.SyntheticCamera;
import minitaur.calibration.camera.synthetic.SyntheticChessboard;
import minitaur.calibration.camera.synthetic.SyntheticOptics;
import minitaur.calibration.camera.synthetic.WalkingPath;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.TrackedPoses;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.random.RandomStream;

/**
 * Compares camera calibration and tracking with the ground truth of rendered images: intrinsics
 * from 20 views, camera pose from four tags with these intrinsics, and velocity of a trotting trunk
 * with both. Also measures the growth of native memory.
 */
public final class CameraBenchmark {
  private static final int VIEWS = 20;
  private static final double CORNER_NOISE_PIXELS = 0.2;

  /** The board on the trunk is 2 m below the camera. */
  private static final RigidTransform LANE_FROM_CAMERA =
      RigidTransform.of(0.1, -0.1, 2.25, Math.PI - 0.05, 0.04, 0.02);

  private static final double[][] TAGS = {{-0.9, 0.4}, {0.9, 0.45}, {0.95, -0.4}, {-0.9, -0.5}};
  private static final int FIRST_TAG = 20;
  private static final int TAG_IMAGES = 10;
  private static final RigidTransform TRUNK_FROM_BOARD = RigidTransform.of(0.02, 0, 0.08, 0, 0, 0);
  private static final BodyOffset OFFSET = new BodyOffset(-0.02, 0, -0.08, 0, 0, 0);
  private static final int CELL_PIXELS = 20;
  private static final double PAPER_MARGIN = 0.012;
  private static final double FLOOR_MARGIN = 0.025;
  private static final int WALK_IMAGES = 900;
  private static final int SETTLING_POSES = 30;
  private static final double STEP = 0.020;
  private static final long LONGEST_GAP_NANOS = 60_000_000;

  private static final int MEMORY_FRAMES = 10_000;
  private static final int MEMORY_WARM_UP = 500;
  private static final int MEMORY_IMAGES = 32;

  private final RandomStream random = RandomStream.of(0, "camera benchmark");
  private final SyntheticOptics optics = SyntheticOptics.usual();
  private final List<Result> results = new ArrayList<>();

  /** Runs all measurements. */
  public List<Result> run() throws IOException {
    OpenCv.require();
    CameraIntrinsics lens = lens();
    CameraPlacement place = place(lens);
    velocity(lens, place);
    memory();
    return List.copyOf(results);
  }

  private CameraIntrinsics lens() throws CameraException {
    CharucoPattern pattern = CharucoPattern.a4();
    List<BoardView> noisy = new ArrayList<>();
    try (FrameSource source =
            new SyntheticChessboard(optics, pattern, 2 * VIEWS, random, new JumpingClock());
        CameraFrame frame = new CameraFrame();
        IntrinsicsSession session =
            new IntrinsicsSession(pattern, source.isSequence(), "2026-01-01")) {
      while (session.views().size() < VIEWS && source.read(frame)) {
        session.offer(frame);
      }
      for (BoardView view : session.views()) {
        noisy.add(SyntheticChessboard.noisy(view, CORNER_NOISE_PIXELS, random));
      }
    }
    CameraIntrinsics truth = optics.lens();
    CameraIntrinsics found =
        new IntrinsicsSolver(pattern, truth.size().widthPixels(), truth.size().heightPixels())
            .solve(noisy, "2026-01-01");
    double errorX =
        found.pinhole().focalXPixels().value() / truth.pinhole().focalXPixels().value() - 1;
    double errorY =
        found.pinhole().focalYPixels().value() / truth.pinhole().focalYPixels().value() - 1;
    min(VIEWS, "views", noisy.size(), "");
    max(0.3, "focal length, max error", 100 * maxAbsolute(errorX, errorY), "%");
    max(0.3, "reprojection error", found.residualPixels(), "pixels");
    return found;
  }

  private CameraPlacement place(CameraIntrinsics lens) throws CameraException {
    List<FloorTag> tags = new ArrayList<>();
    List<SyntheticBoard> boards = new ArrayList<>();
    for (int i = 0; i < TAGS.length; i++) {
      TagBoard board = TagBoard.floor(FIRST_TAG + i);
      double yaw = 0.3 * i;
      tags.add(new FloorTag(FIRST_TAG + i, TAGS[i][0], TAGS[i][1], yaw, board.tagMetres()));
      boards.add(
          new SyntheticBoard(
              BoardPicture.of(board, 2 * CELL_PIXELS),
              FLOOR_MARGIN,
              BodyPath.at(RigidTransform.of(TAGS[i][0], TAGS[i][1], 0, 0, 0, yaw))));
    }
    try (FrameSource source = camera(boards, TAG_IMAGES, new JumpingClock());
        CameraFrame frame = new CameraFrame();
        LaneFromTags lane = new LaneFromTags(new LensModel(lens), tags)) {
      while (source.read(frame)) {
        lane.offer(frame);
      }
      CameraPlacement found = lane.solve("2026-01-01");
      double[] truth = LANE_FROM_CAMERA.translation();
      double error =
          Math.sqrt(
              square(found.pose().xMetres() - truth[0])
                  + square(found.pose().yMetres() - truth[1])
                  + square(found.pose().zMetres() - truth[2]));
      max(20, "camera position from four floor tags, error", 1e3 * error, "mm");
      return found;
    }
  }

  private SyntheticCamera camera(List<SyntheticBoard> boards, int images, Clock clock) {
    return new SyntheticCamera(
        optics, BodyPath.at(LANE_FROM_CAMERA), boards, images, random, clock);
  }

  private void velocity(CameraIntrinsics lens, CameraPlacement place) throws CameraException {
    WalkingPath path = WalkingPath.trot();
    SyntheticBoard board =
        SyntheticBoard.on(
            path, TRUNK_FROM_BOARD, BoardPicture.of(TagBoard.trunk(), CELL_PIXELS), PAPER_MARGIN);
    Clock clock = new JumpingClock();
    SyntheticCamera camera = camera(List.of(board), WALK_IMAGES, clock);
    List<Pose> poses = new ArrayList<>();
    CameraSetup setup = new CameraSetup(lens, place, TagBoard.trunk(), OFFSET);
    try (CameraPoses source = new CameraPoses(() -> camera, setup, clock)) {
      Clock machine = new SystemClock();
      boolean more = true;
      while (more) {
        more = !source.isEnded();
        take(source, poses);
        machine.waitUntil(machine.nanos() + 1_000_000);
      }
    }
    min(0.99 * WALK_IMAGES, "images with a detected board", poses.size(), "");
    filtered(path, camera.startNanos(), poses);
    differenced(path, camera.startNanos(), poses);
  }

  private static void take(CameraPoses source, List<Pose> poses) {
    Pose pose = new Pose();
    while (source.poll(pose)) {
      poses.add(pose);
      pose = new Pose();
    }
  }

  /** Measures the error of the filtered velocity, which safety checks and display use. */
  private void filtered(WalkingPath path, long startNanos, List<Pose> poses) {
    PoseQueue one = new PoseQueue(1);
    double[] squares = new double[3];
    int count = 0;
    try (TrackedPoses tracked = new TrackedPoses(one, CameraSetup.tracking())) {
      Track track = new Track();
      for (int i = 0; i < poses.size(); i++) {
        Pose pose = poses.get(i);
        one.add(pose);
        tracked.read(pose.timeNanos, track);
        if (i < SETTLING_POSES || track.unknownNanos > 0) {
          continue;
        }
        double[] truth = path.velocity((pose.timeNanos - startNanos) * 1e-9);
        squares[0] += square(track.xMetresPerSec - truth[0]);
        squares[1] += square(track.yMetresPerSec - truth[1]);
        squares[2] += square(track.zMetresPerSec - truth[2]);
        count++;
      }
    }
    String unit = "mm/s";
    max(60, "velocity along the lane, RMS error", root(squares[0], count), unit);
    max(60, "velocity across the lane, RMS error", root(squares[1], count), unit);
    // Height is the least accurate axis of a camera above the lane. Learning does not use it.
    results.add(Result.info("vertical velocity, RMS error", root(squares[2], count), unit));
  }

  /** Measures the error of the velocity in the reward: distance per step of 20 ms. */
  private void differenced(WalkingPath path, long startNanos, List<Pose> poses) {
    PoseHistory history = new PoseHistory(poses.size() + 2, LONGEST_GAP_NANOS);
    poses.forEach(history::add);
    Pose from = new Pose();
    Pose to = new Pose();
    double squares = 0;
    int count = 0;
    double end = (history.newestNanos() - startNanos) * 1e-9 - STEP;
    for (double seconds = 0.5; seconds < end; seconds += STEP) {
      long begin = startNanos + Math.round(1e9 * seconds);
      if (history.interpolate(begin, from)
          && history.interpolate(begin + Math.round(1e9 * STEP), to)) {
        double truth = path.at(seconds + STEP).translation()[0] - path.at(seconds).translation()[0];
        squares += square((to.xMetres - from.xMetres - truth) / STEP);
        count++;
      }
    }
    max(60, "velocity per reward step, RMS error", root(squares, count), "mm/s");
  }

  /** Measures memory growth over repeated images, which indicates memory that is not released. */
  private void memory() throws CameraException {
    WalkingPath path = WalkingPath.trot();
    SyntheticBoard board =
        SyntheticBoard.on(
            path, TRUNK_FROM_BOARD, BoardPicture.of(TagBoard.trunk(), CELL_PIXELS), PAPER_MARGIN);
    CameraPlacement place =
        new CameraPlacement(
            "", "", new CameraPlacement.CameraPose(0.1, -0.1, 2.25, Math.PI - 0.05, 0.04, 0.02), 0);
    LoopedImages loop =
        new LoopedImages(
            camera(List.of(board), MEMORY_IMAGES, new JumpingClock()),
            MEMORY_WARM_UP + MEMORY_FRAMES);
    Clock clock = new JumpingClock();
    CameraSetup setup = new CameraSetup(optics.lens(), place, TagBoard.trunk(), OFFSET);
    try (CameraPoses source = new CameraPoses(() -> loop, setup, clock)) {
      Clock machine = new SystemClock();
      Pose pose = new Pose();
      while (source.status().samples().frames() < MEMORY_WARM_UP && !source.isEnded()) {
        machine.waitUntil(machine.nanos() + 1_000_000);
      }
      System.gc();
      long resident = OpenCv.residentBytes();
      long pointers = OpenCv.pointerBytes();
      while (!source.isEnded()) {
        while (source.poll(pose)) {}
        machine.waitUntil(machine.nanos() + 1_000_000);
      }
      System.gc();
      min(MEMORY_FRAMES, "images tracked", source.status().samples().frames() - MEMORY_WARM_UP, "");
      max(16, "growth of resident memory", mega(OpenCv.residentBytes() - resident), "MB");
      max(0.1, "growth of JavaCPP memory", mega(OpenCv.pointerBytes() - pointers), "MB");
    }
  }

  private void min(double min, String name, double value, String unit) {
    results.add(Result.atLeast(min, name, value, unit));
  }

  private void max(double max, String name, double value, String unit) {
    results.add(Result.atMost(max, name, value, unit));
  }

  private static double maxAbsolute(double a, double b) {
    return Math.max(Math.abs(a), Math.abs(b));
  }

  private static double square(double value) {
    return value * value;
  }

  private static double root(double squares, int count) {
    return 1e3 * Math.sqrt(squares / count);
  }

  private static double mega(long bytes) {
    return bytes / 1e6;
  }
}
