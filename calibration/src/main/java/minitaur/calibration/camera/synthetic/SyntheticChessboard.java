package minitaur.calibration.camera.synthetic;

import java.util.List;
import minitaur.calibration.RigidTransform;
import minitaur.calibration.camera.BoardImage;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.CharucoPattern;
import minitaur.calibration.camera.ChessboardView;
import minitaur.calibration.camera.FrameSource;
import minitaur.hal.Clock;
import minitaur.hal.random.RandomStream;

/**
 * Renders views of the chessboard as from a careful operator: spread over the image, tilted in all
 * directions, at varying distances.
 */
public final class SyntheticChessboard implements FrameSource {
  private static final int SQUARE_PIXELS = 50;
  private static final double MARGIN_METRES = 0.015;
  private static final double MAX_TILT_RAD = 0.65;

  private final SyntheticCamera camera;

  /**
   * @param random source of the board poses and the noise. Modified.
   */
  public SyntheticChessboard(
      SyntheticCameraConfig config,
      CharucoPattern pattern,
      int views,
      RandomStream random,
      Clock clock)
      throws CameraException {
    RigidTransform[] poses = new RigidTransform[views];
    for (int i = 0; i < views; i++) {
      poses[i] = boardPose(config, pattern, i, random);
    }
    BodyTrajectory trajectory =
        seconds -> {
          int frame = (int) Math.round(seconds * config.framesPerSecond());
          return poses[Math.max(0, Math.min(views - 1, frame))];
        };
    SyntheticBoard board =
        new SyntheticBoard(BoardImage.of(pattern, SQUARE_PIXELS), MARGIN_METRES, trajectory);
    BodyTrajectory fixed = BodyTrajectory.fixed(RigidTransform.of(0, 0, 0, 0, 0, 0));
    camera = new SyntheticCamera(config, fixed, List.of(board), views, random, clock);
  }

  /**
   * Pose of the board in the camera's frame. The board faces the camera, so it is rotated about x
   * by pi.
   */
  private static RigidTransform boardPose(
      SyntheticCameraConfig config, CharucoPattern pattern, int view, RandomStream random) {
    double focal = config.intrinsics().pinhole().focalXPixels().value();
    double width = config.intrinsics().size().widthPixels();
    double height = config.intrinsics().size().heightPixels();
    double widthFraction = random.nextUniform(0.38, 0.62);
    double z = focal * pattern.width() / (widthFraction * width);
    // Cycle through a 3 x 3 grid of positions, as far as the board stays within the image.
    double column = view % 3 - 1;
    double row = (view / 3) % 3 - 1;
    double maxOffsetX = Math.max(0, 0.5 * width / focal * z - 0.5 * pattern.width());
    double maxOffsetY = Math.max(0, 0.5 * height / focal * z - 0.5 * pattern.height());
    double x = 0.95 * maxOffsetX * column + random.nextUniform(-0.02, 0.02);
    double y = 0.95 * maxOffsetY * row + random.nextUniform(-0.02, 0.02);
    double direction = 2 * Math.PI * view * 0.381966;
    double tilt = view == 0 ? 0 : random.nextUniform(0.5 * MAX_TILT_RAD, MAX_TILT_RAD);
    return RigidTransform.of(x, y, z, 0, 0, 0)
        .times(RigidTransform.of(0, 0, 0, Math.PI, 0, 0))
        .times(
            RigidTransform.ofRotationVector(
                tilt * StrictMath.cos(direction), tilt * StrictMath.sin(direction), 0, 0, 0, 0))
        .times(RigidTransform.of(0, 0, 0, 0, 0, random.nextUniform(-0.4, 0.4)));
  }

  /**
   * A copy of a view with Gaussian noise of standard deviation {@code deviation}, in pixels, added
   * to each corner coordinate.
   */
  public static ChessboardView withCornerNoise(
      ChessboardView view, double deviation, RandomStream random) {
    float[] pixels = view.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (pixels[i] + deviation * random.nextGaussian());
    }
    return new ChessboardView(view.cornerIds(), pixels, view.edgeWidthPixels());
  }

  @Override
  public boolean read(CameraFrame frame) {
    return camera.read(frame);
  }

  @Override
  public boolean isSequence() {
    return false;
  }

  @Override
  public void close() {
    camera.close();
  }
}
