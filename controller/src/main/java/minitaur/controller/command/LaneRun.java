package minitaur.controller.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.BoardPicture;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.FloorTag;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.LaneFromTags;
import minitaur.calibration.camera.LaneFromWalk;
import minitaur.calibration.camera.LensModel;
import minitaur.calibration.camera.RigidTransform;
import minitaur.calibration.camera.TagBoard;
import minitaur.calibration.camera.synthetic.BodyPath;
import minitaur.calibration.camera.synthetic.JumpingClock;
import minitaur.calibration.camera.synthetic.SyntheticBoard;
import minitaur.calibration.camera.synthetic.SyntheticCamera;
import minitaur.calibration.camera.synthetic.SyntheticOptics;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.command.CameraRequest.Session;
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/** Finds where a camera hangs, with an operator who lays tags or moves the robot. */
final class LaneRun {
  /** Where the synthetic camera hangs: over the lane's first metre, looking down, not quite. */
  private static final RigidTransform TRUTH =
      RigidTransform.of(0.9, -0.1, 2.3, Math.PI - 0.05, 0.04, 0.03);

  private static final double SYNTHETIC_SPEED = 0.3;
  private static final int SYNTHETIC_WALK_PICTURES = 300;
  private static final int CELL_PIXELS = 20;
  private static final double TRUNK_MARGIN = 0.012;
  private static final double FLOOR_MARGIN = 0.025;

  private final CameraRequest.Lane request;
  private final Session session;
  private final LensModel lens;
  private final Prompts prompts;
  private final CameraReport report;

  /**
   * @param intrinsics null when nobody has found them
   */
  LaneRun(
      CameraRequest.Lane request,
      @Nullable CameraIntrinsics intrinsics,
      Prompts prompts,
      CameraReport report)
      throws CameraException {
    if (intrinsics == null) {
      throw new CameraException(
          "the lens is not calibrated in %s; run minitaur calibrate camera intrinsics"
              .formatted(request.session().file()));
    }
    this.request = request;
    session = request.session();
    lens = new LensModel(intrinsics);
    this.prompts = prompts;
    this.report = report;
  }

  CameraPlacement run() throws IOException, CancelledException {
    CameraPlacement found = request.tags().isEmpty() ? walk() : tags();
    report.place(found);
    return found;
  }

  private CameraPlacement tags() throws IOException, CancelledException {
    List<FloorTag> tags = new ArrayList<>();
    for (CameraRequest.Tag tag : request.tags()) {
      tags.add(floorTag(tag));
    }
    try (FrameSource source = source(floorBoards(tags), request.pictures());
        CameraFrame frame = new CameraFrame();
        LaneFromTags lane = new LaneFromTags(lens, tags)) {
      ask("Lay the tags where you said, flat, and step out of the picture.");
      int most = 0;
      for (int i = 0; i < request.pictures() && source.read(frame); i++) {
        prompts.requireGoingOn();
        requireSize(frame);
        most = Math.max(most, lane.offer(frame));
        prompts.progress("pictures", (i + 1.0) / request.pictures());
      }
      prompts.tell("%d of %d tags in sight".formatted(most, tags.size()));
      return lane.solve(session.date());
    }
  }

  private FloorTag floorTag(CameraRequest.Tag tag) throws CameraException {
    try {
      return new FloorTag(
          tag.tag(),
          tag.xMetres(),
          tag.yMetres(),
          Math.toRadians(tag.yawDegrees()),
          TagBoard.floor(tag.tag()).tagMetres() * session.scale());
    } catch (IllegalArgumentException e) {
      throw new CameraException(String.valueOf(e.getMessage()));
    }
  }

  private CameraPlacement walk() throws IOException, CancelledException {
    TagBoard board = TagBoard.trunk().scaled(session.scale());
    try (FrameSource source = source(walkingBoard(), SYNTHETIC_WALK_PICTURES);
        CameraFrame frame = new CameraFrame();
        LaneFromWalk lane = new LaneFromWalk(lens, board)) {
      ask(
          "Put the robot at the lane's start, pointing along it. After confirming, move it straight"
              + " ahead, level, through the whole picture.");
      int unseen = 0;
      int pictures = (int) Math.ceil(request.seconds() * session.framesPerSecond());
      for (int i = 0; i < pictures && source.read(frame); i++) {
        prompts.requireGoingOn();
        requireSize(frame);
        unseen += lane.offer(frame) ? 0 : 1;
        prompts.progress("watching", (i + 1.0) / pictures);
      }
      prompts.tell(
          String.format(Locale.ROOT, "%.2f m; not seen in %d pictures", lane.length(), unseen));
      return lane.solve(request.boardHeightMetres(), session.date());
    }
  }

  private void ask(String text) throws CancelledException {
    if (!session.source().equals(CameraSources.SYNTHETIC)) {
      prompts.confirm(
          new Instruction(1, 1, text, null, Instruction.Moment.BEFORE_CONFIRMING, null));
    }
  }

  private void requireSize(CameraFrame frame) throws CameraException {
    CameraSources.requireSize(
        frame, lens.intrinsics().widthPixels(), lens.intrinsics().heightPixels());
  }

  private FrameSource source(List<SyntheticBoard> boards, int pictures) throws CameraException {
    if (!session.source().equals(CameraSources.SYNTHETIC)) {
      return CameraSources.open(session, new SystemClock());
    }
    double[] turn = TRUTH.rollPitchYaw();
    prompts.tell(
        String.format(
            Locale.ROOT,
            "synthetic: the camera truly is at x %.3f, y %.3f, z %.3f m; roll %.1f, pitch %.1f, yaw"
                + " %.1f degrees",
            TRUTH.translation()[0],
            TRUTH.translation()[1],
            TRUTH.translation()[2],
            Math.toDegrees(turn[0]),
            Math.toDegrees(turn[1]),
            Math.toDegrees(turn[2])));
    return new SyntheticCamera(
        SyntheticOptics.of(session.widthPixels(), session.heightPixels()),
        BodyPath.at(TRUTH),
        boards,
        pictures,
        RandomStream.of(session.seed(), "lane"),
        new JumpingClock());
  }

  private List<SyntheticBoard> floorBoards(List<FloorTag> tags) throws CameraException {
    List<SyntheticBoard> boards = new ArrayList<>();
    for (FloorTag tag : tags) {
      TagBoard board = TagBoard.floor(tag.tag()).scaled(session.scale());
      RigidTransform place = RigidTransform.of(tag.xMetres(), tag.yMetres(), 0, 0, 0, tag.yawRad());
      boards.add(
          new SyntheticBoard(
              BoardPicture.of(board, 2 * CELL_PIXELS), FLOOR_MARGIN, BodyPath.at(place)));
    }
    return boards;
  }

  private List<SyntheticBoard> walkingBoard() throws CameraException {
    TagBoard board = TagBoard.trunk().scaled(session.scale());
    double height = request.boardHeightMetres();
    BodyPath path =
        seconds ->
            RigidTransform.of(
                SYNTHETIC_SPEED * seconds,
                0.004 * StrictMath.sin(9 * seconds),
                height,
                0.03 * StrictMath.sin(8 * seconds),
                0.03 * StrictMath.cos(17 * seconds),
                0);
    return List.of(new SyntheticBoard(BoardPicture.of(board, CELL_PIXELS), TRUNK_MARGIN, path));
  }
}
