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
import minitaur.controller.verify.CalibrationBenchmark.Figure;
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
 * How near the camera comes to the truth of computed pictures: lens from 20 views, place from four
 * tags with that lens, velocity of a trotting trunk with both; and whether native memory stays
 * flat.
 */
public final class CameraBenchmark {
  private static final int VIEWS = 20;
  private static final double CORNER_NOISE_PIXELS = 0.2;

  /** The trunk's board is 2 m below. */
  private static final RigidTransform LANE_FROM_CAMERA =
      RigidTransform.of(0.1, -0.1, 2.25, Math.PI - 0.05, 0.04, 0.02);

  private static final double[][] TAGS = {{-0.9, 0.4}, {0.9, 0.45}, {0.95, -0.4}, {-0.9, -0.5}};
  private static final int FIRST_TAG = 20;
  private static final int TAG_PICTURES = 10;
  private static final RigidTransform TRUNK_FROM_BOARD = RigidTransform.of(0.02, 0, 0.08, 0, 0, 0);
  private static final BodyOffset OFFSET = new BodyOffset(-0.02, 0, -0.08, 0, 0, 0);
  private static final int CELL_PIXELS = 20;
  private static final double PAPER_MARGIN = 0.012;
  private static final double FLOOR_MARGIN = 0.025;
  private static final int WALK_PICTURES = 900;
  private static final int SETTLING_POSES = 30;
  private static final double STEP = 0.020;
  private static final long LONGEST_GAP_NANOS = 60_000_000;

  private static final int MEMORY_FRAMES = 10_000;
  private static final int MEMORY_WARM_UP = 500;
  private static final int MEMORY_PICTURES = 32;

  private final RandomStream random = RandomStream.of(0, "camera benchmark");
  private final SyntheticOptics optics = SyntheticOptics.usual();
  private final List<Figure> figures = new ArrayList<>();

  /** Measures everything. */
  public List<Figure> run() throws IOException {
    OpenCv.require();
    CameraIntrinsics lens = lens();
    CameraPlacement place = place(lens);
    velocity(lens, place);
    memory();
    return List.copyOf(figures);
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
        new IntrinsicsSolver(pattern, truth.widthPixels(), truth.heightPixels())
            .solve(noisy, "2026-01-01");
    double errorX = found.focalXPixels().value() / truth.focalXPixels().value() - 1;
    double errorY = found.focalYPixels().value() / truth.focalYPixels().value() - 1;
    add("camera views", noisy.size(), VIEWS, true, "");
    add("focal length, greater error", 100 * greater(errorX, errorY), 0.3, false, "%");
    add("reprojection", found.residualPixels(), 0.3, false, "pixels");
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
    try (FrameSource source = camera(boards, TAG_PICTURES, new JumpingClock());
        CameraFrame frame = new CameraFrame();
        LaneFromTags lane = new LaneFromTags(new LensModel(lens), tags)) {
      while (source.read(frame)) {
        lane.offer(frame);
      }
      CameraPlacement found = lane.solve("2026-01-01");
      double[] truth = LANE_FROM_CAMERA.translation();
      double error =
          Math.sqrt(
              square(found.xMetres() - truth[0])
                  + square(found.yMetres() - truth[1])
                  + square(found.zMetres() - truth[2]));
      add("camera's place from four floor tags", 1e3 * error, 20, false, "mm");
      return found;
    }
  }

  private SyntheticCamera camera(List<SyntheticBoard> boards, int pictures, Clock clock) {
    return new SyntheticCamera(
        optics, BodyPath.at(LANE_FROM_CAMERA), boards, pictures, random, clock);
  }

  private void velocity(CameraIntrinsics lens, CameraPlacement place) throws CameraException {
    WalkingPath path = WalkingPath.trot();
    SyntheticBoard board =
        SyntheticBoard.on(
            path, TRUNK_FROM_BOARD, BoardPicture.of(TagBoard.trunk(), CELL_PIXELS), PAPER_MARGIN);
    Clock clock = new JumpingClock();
    SyntheticCamera camera = camera(List.of(board), WALK_PICTURES, clock);
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
    add("pictures in which the board was found", poses.size(), 0.99 * WALK_PICTURES, true, "");
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

  /** As safety and display see it. */
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
    add("velocity along the lane, RMS", root(squares[0], count), 60, false, unit);
    add("velocity across the lane, RMS", root(squares[1], count), 60, false, unit);
    // From above, height is what a camera sees worst; nothing learns from it.
    add("velocity upwards, RMS (no bar)", root(squares[2], count), 1000, false, unit);
  }

  /** As the reward has it: how far the trunk came in a step of 20 ms. */
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
    add("velocity of the reward's steps, RMS", root(squares, count), 60, false, "mm/s");
  }

  /** The same few pictures again and again: what grows is what is not given back. */
  private void memory() throws CameraException {
    WalkingPath path = WalkingPath.trot();
    SyntheticBoard board =
        SyntheticBoard.on(
            path, TRUNK_FROM_BOARD, BoardPicture.of(TagBoard.trunk(), CELL_PIXELS), PAPER_MARGIN);
    CameraPlacement place =
        new CameraPlacement("", "", 0.1, -0.1, 2.25, Math.PI - 0.05, 0.04, 0.02, 0);
    LoopedPictures loop =
        new LoopedPictures(
            camera(List.of(board), MEMORY_PICTURES, new JumpingClock()),
            MEMORY_WARM_UP + MEMORY_FRAMES);
    Clock clock = new JumpingClock();
    CameraSetup setup = new CameraSetup(optics.lens(), place, TagBoard.trunk(), OFFSET);
    try (CameraPoses source = new CameraPoses(() -> loop, setup, clock)) {
      Clock machine = new SystemClock();
      Pose pose = new Pose();
      while (source.status().frames() < MEMORY_WARM_UP && !source.isEnded()) {
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
      add("pictures tracked", source.status().frames() - MEMORY_WARM_UP, MEMORY_FRAMES, true, "");
      add("resident memory grew by", mega(OpenCv.residentBytes() - resident), 16, false, "MB");
      add("JavaCPP's pointers grew by", mega(OpenCv.pointerBytes() - pointers), 0.1, false, "MB");
    }
  }

  private void add(String name, double measured, double bar, boolean atLeast, String unit) {
    figures.add(new Figure(name, measured, bar, atLeast, unit));
  }

  private static double greater(double a, double b) {
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
