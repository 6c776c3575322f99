package minitaur.calibration.camera.procedure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.RigidTransform;
import minitaur.calibration.camera.BoardImage;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.FloorTag;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.LensModel;
import minitaur.calibration.camera.TagBoard;
import minitaur.calibration.camera.TagPlacementEstimator;
import minitaur.calibration.camera.WalkPlacementEstimator;
import minitaur.calibration.camera.synthetic.BodyTrajectory;
import minitaur.calibration.camera.synthetic.SyntheticBoard;
import minitaur.calibration.camera.synthetic.SyntheticCamera;
import minitaur.calibration.camera.synthetic.SyntheticCameraConfig;
import minitaur.calibration.camera.synthetic.VirtualClock;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.hal.SystemClock;
import minitaur.hal.Text;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the pose of a camera over the lane from tags on the floor, or from a walk of the robot.
 */
public final class CameraPlacementProcedure {
  /**
   * Pose of the synthetic camera: above the first meter of the lane, pointing down, slightly
   * tilted.
   */
  private static final RigidTransform GROUND_TRUTH =
      RigidTransform.of(0.9, -0.1, 2.3, Math.PI - 0.05, 0.04, 0.03);

  private static final double SYNTHETIC_METRES_PER_SEC = 0.3;
  private static final int SYNTHETIC_WALK_IMAGES = 300;
  private static final int CELL_PIXELS = 20;
  private static final double TRUNK_MARGIN_METRES = 0.012;
  private static final double FLOOR_MARGIN_METRES = 0.025;

  private final ImageSource images;
  private final LensModel lens;
  private final Prompts prompts;
  private final String date;

  /**
   * @param intrinsics null when the lens is not calibrated
   * @param date today's date, recorded with the result
   * @throws CameraException when the lens is not calibrated
   */
  public CameraPlacementProcedure(
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
    List<FloorTag> printedTags = tags.stream().map(this::scaled).toList();
    try (FrameSource source = openSource(floorBoards(printedTags), count);
        CameraFrame frame = new CameraFrame();
        TagPlacementEstimator estimator = new TagPlacementEstimator(lens, printedTags)) {
      prompt("Lay the tags flat at the given positions and step out of the image.");
      int maxVisible = 0;
      for (int i = 0; i < count && source.read(frame); i++) {
        prompts.throwIfCancelled();
        requireSize(frame);
        maxVisible = Math.max(maxVisible, estimator.addImage(frame));
        prompts.reportProgress("images", (i + 1.0) / count);
      }
      prompts.showMessage("%d of %d tags visible".formatted(maxVisible, tags.size()));
      return estimator.solve(date);
    }
  }

  private FloorTag scaled(FloorTag tag) {
    return new FloorTag(
        tag.id(),
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
    try (FrameSource source = openSource(walkingBoard(boardHeight), SYNTHETIC_WALK_IMAGES);
        CameraFrame frame = new CameraFrame();
        WalkPlacementEstimator estimator = new WalkPlacementEstimator(lens, board)) {
      prompt(
          "Put the robot at the start of the lane, pointing along it. After confirming, move it"
              + " straight ahead, level, through the whole image.");
      int missed = 0;
      int count = (int) Math.ceil(seconds * images.mode().framesPerSecond());
      for (int i = 0; i < count && source.read(frame); i++) {
        prompts.throwIfCancelled();
        requireSize(frame);
        missed += estimator.addImage(frame) ? 0 : 1;
        prompts.reportProgress("observing", (i + 1.0) / count);
      }
      prompts.showMessage(
          Text.of("%.2f m; board not detected in %d images", estimator.walkLength(), missed));
      return estimator.solve(boardHeight, date);
    }
  }

  private void prompt(String text) throws CancelledException {
    if (!images.isSynthetic()) {
      prompts.confirm(
          new Instruction(1, 1, text, null, Instruction.Timing.BEFORE_CONFIRMATION, null));
    }
  }

  private void requireSize(CameraFrame frame) throws CameraException {
    ImageSource.requireSize(
        frame, lens.intrinsics().size().widthPixels(), lens.intrinsics().size().heightPixels());
  }

  private FrameSource openSource(List<SyntheticBoard> boards, int count) throws CameraException {
    if (!images.isSynthetic()) {
      return images.open(new SystemClock());
    }
    double[] rollPitchYaw = GROUND_TRUTH.rollPitchYaw();
    prompts.showMessage(
        Text.of(
            "synthetic, ground truth: camera at x %.3f, y %.3f, z %.3f m; roll %.1f, pitch %.1f,"
                + " yaw %.1f degrees",
            GROUND_TRUTH.translation()[0],
            GROUND_TRUTH.translation()[1],
            GROUND_TRUTH.translation()[2],
            Math.toDegrees(rollPitchYaw[0]),
            Math.toDegrees(rollPitchYaw[1]),
            Math.toDegrees(rollPitchYaw[2])));
    return new SyntheticCamera(
        SyntheticCameraConfig.of(images.mode().widthPixels(), images.mode().heightPixels()),
        BodyTrajectory.fixed(GROUND_TRUTH),
        boards,
        count,
        RandomStream.of(images.seed(), "lane"),
        new VirtualClock());
  }

  private List<SyntheticBoard> floorBoards(List<FloorTag> tags) throws CameraException {
    List<SyntheticBoard> boards = new ArrayList<>();
    for (FloorTag tag : tags) {
      TagBoard board = TagBoard.floor(tag.id()).scaled(images.boardScale());
      RigidTransform pose = RigidTransform.of(tag.xMetres(), tag.yMetres(), 0, 0, 0, tag.yawRad());
      boards.add(
          new SyntheticBoard(
              BoardImage.of(board, 2 * CELL_PIXELS),
              FLOOR_MARGIN_METRES,
              BodyTrajectory.fixed(pose)));
    }
    return boards;
  }

  private List<SyntheticBoard> walkingBoard(double height) throws CameraException {
    TagBoard board = TagBoard.trunk().scaled(images.boardScale());
    BodyTrajectory path =
        seconds ->
            RigidTransform.of(
                SYNTHETIC_METRES_PER_SEC * seconds,
                0.004 * StrictMath.sin(9 * seconds),
                height,
                0.03 * StrictMath.sin(8 * seconds),
                0.03 * StrictMath.cos(17 * seconds),
                0);
    return List.of(
        new SyntheticBoard(BoardImage.of(board, CELL_PIXELS), TRUNK_MARGIN_METRES, path));
  }
}
