package minitaur.calibration.camera.procedure;

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
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the pose of a camera over the lane from tags on the floor, or from a walk of the robot.
 */
public final class LaneProcedure {
  /**
   * Pose of the synthetic camera: above the first meter of the lane, pointing down, slightly
   * tilted.
   */
  private static final RigidTransform GROUND_TRUTH =
      RigidTransform.of(0.9, -0.1, 2.3, Math.PI - 0.05, 0.04, 0.03);

  private static final double SYNTHETIC_SPEED = 0.3;
  private static final int SYNTHETIC_WALK_IMAGES = 300;
  private static final int CELL_PIXELS = 20;
  private static final double TRUNK_MARGIN = 0.012;
  private static final double FLOOR_MARGIN = 0.025;

  private final ImageSource images;
  private final LensModel lens;
  private final Prompts prompts;
  private final String date;

  /**
   * @param intrinsics null when the lens is not calibrated
   * @param date today's date, recorded with the result
   * @throws CameraException when the lens is not calibrated
   */
  public LaneProcedure(
      ImageSource images, @Nullable CameraIntrinsics intrinsics, Prompts prompts, String date)
      throws CameraException {
    if (intrinsics == null) {
      throw new CameraException(
          "the lens is not calibrated; run minitaur calibrate camera intrinsics");
    }
    this.images = images;
    lens = new LensModel(intrinsics);
    this.prompts = prompts;
    this.date = date;
  }

  /**
   * Estimates the pose from tags on the floor.
   *
   * @param tags nominal side lengths; the scale of the print is applied here
   * @param count number of images to average
   */
  public CameraPlacement fromTags(List<FloorTag> tags, int count)
      throws IOException, CancelledException {
    List<FloorTag> printed = tags.stream().map(this::scaled).toList();
    try (FrameSource source = source(floorBoards(printed), count);
        CameraFrame frame = new CameraFrame();
        LaneFromTags lane = new LaneFromTags(lens, printed)) {
      ask("Lay the tags flat at the given places and step out of the image.");
      int visible = 0;
      for (int i = 0; i < count && source.read(frame); i++) {
        prompts.requireGoingOn();
        requireSize(frame);
        visible = Math.max(visible, lane.offer(frame));
        prompts.progress("images", (i + 1.0) / count);
      }
      prompts.tell("%d of %d tags visible".formatted(visible, tags.size()));
      return lane.solve(date);
    }
  }

  private FloorTag scaled(FloorTag tag) {
    return new FloorTag(
        tag.tag(),
        tag.xMetres(),
        tag.yMetres(),
        tag.yawRad(),
        tag.sideMetres() * images.boardScale());
  }

  /**
   * Estimates the pose from the board on the trunk while the robot moves along the lane.
   *
   * @param boardHeight of the board above the floor, m
   * @param seconds observation time
   */
  public CameraPlacement fromWalk(double boardHeight, double seconds)
      throws IOException, CancelledException {
    TagBoard board = TagBoard.trunk().scaled(images.boardScale());
    try (FrameSource source = source(walkingBoard(boardHeight), SYNTHETIC_WALK_IMAGES);
        CameraFrame frame = new CameraFrame();
        LaneFromWalk lane = new LaneFromWalk(lens, board)) {
      ask(
          "Put the robot at the start of the lane, pointing along it. After confirming, move it"
              + " straight ahead, level, through the whole image.");
      int missed = 0;
      int count = (int) Math.ceil(seconds * images.mode().framesPerSecond());
      for (int i = 0; i < count && source.read(frame); i++) {
        prompts.requireGoingOn();
        requireSize(frame);
        missed += lane.offer(frame) ? 0 : 1;
        prompts.progress("observing", (i + 1.0) / count);
      }
      prompts.tell(
          String.format(
              Locale.ROOT, "%.2f m; board not detected in %d images", lane.length(), missed));
      return lane.solve(boardHeight, date);
    }
  }

  private void ask(String text) throws CancelledException {
    if (!images.isSynthetic()) {
      prompts.confirm(
          new Instruction(1, 1, text, null, Instruction.Moment.BEFORE_CONFIRMING, null));
    }
  }

  private void requireSize(CameraFrame frame) throws CameraException {
    ImageSource.requireSize(
        frame, lens.intrinsics().size().widthPixels(), lens.intrinsics().size().heightPixels());
  }

  private FrameSource source(List<SyntheticBoard> boards, int count) throws CameraException {
    if (!images.isSynthetic()) {
      return images.open(new SystemClock());
    }
    double[] turn = GROUND_TRUTH.rollPitchYaw();
    prompts.tell(
        String.format(
            Locale.ROOT,
            "synthetic, ground truth: camera at x %.3f, y %.3f, z %.3f m; roll %.1f, pitch %.1f,"
                + " yaw %.1f degrees",
            GROUND_TRUTH.translation()[0],
            GROUND_TRUTH.translation()[1],
            GROUND_TRUTH.translation()[2],
            Math.toDegrees(turn[0]),
            Math.toDegrees(turn[1]),
            Math.toDegrees(turn[2])));
    return new SyntheticCamera(
        SyntheticOptics.of(images.mode().widthPixels(), images.mode().heightPixels()),
        BodyPath.at(GROUND_TRUTH),
        boards,
        count,
        RandomStream.of(images.seed(), "lane"),
        new JumpingClock());
  }

  private List<SyntheticBoard> floorBoards(List<FloorTag> tags) throws CameraException {
    List<SyntheticBoard> boards = new ArrayList<>();
    for (FloorTag tag : tags) {
      TagBoard board = TagBoard.floor(tag.tag()).scaled(images.boardScale());
      RigidTransform place = RigidTransform.of(tag.xMetres(), tag.yMetres(), 0, 0, 0, tag.yawRad());
      boards.add(
          new SyntheticBoard(
              BoardPicture.of(board, 2 * CELL_PIXELS), FLOOR_MARGIN, BodyPath.at(place)));
    }
    return boards;
  }

  private List<SyntheticBoard> walkingBoard(double height) throws CameraException {
    TagBoard board = TagBoard.trunk().scaled(images.boardScale());
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
