package minitaur.calibration.camera.synthetic;

import java.util.List;
import minitaur.calibration.camera.BoardPicture;
import minitaur.calibration.camera.BoardView;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.CharucoPattern;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.RigidTransform;
import minitaur.hal.Clock;
import minitaur.hal.random.RandomStream;

/**
 * Renders views of the chessboard as from a careful operator: spread over the image, tilted in all
 * directions, at varying distances.
 */
public final class SyntheticChessboard implements FrameSource {
  private static final int SQUARE_PIXELS = 50;
  private static final double MARGIN = 0.015;
  private static final double LARGEST_TILT = 0.65;

  private final SyntheticCamera camera;

  /**
   * @param random source of the board poses and the noise. Modified.
   */
  public SyntheticChessboard(
      SyntheticOptics optics, CharucoPattern pattern, int views, RandomStream random, Clock clock)
      throws CameraException {
    RigidTransform[] places = new RigidTransform[views];
    for (int i = 0; i < views; i++) {
      places[i] = place(optics, pattern, i, random);
    }
    BodyPath path =
        seconds -> {
          int picture = (int) Math.round(seconds * optics.framesPerSecond());
          return places[Math.max(0, Math.min(views - 1, picture))];
        };
    SyntheticBoard board =
        new SyntheticBoard(BoardPicture.of(pattern, SQUARE_PIXELS), MARGIN, path);
    BodyPath still = BodyPath.at(RigidTransform.of(0, 0, 0, 0, 0, 0));
    camera = new SyntheticCamera(optics, still, List.of(board), views, random, clock);
  }

  /**
   * Pose of the board in the camera's frame. The board faces the camera, so it is rotated about x
   * by pi.
   */
  private static RigidTransform place(
      SyntheticOptics optics, CharucoPattern pattern, int view, RandomStream random) {
    double focal = optics.lens().pinhole().focalXPixels().value();
    double width = optics.lens().size().widthPixels();
    double height = optics.lens().size().heightPixels();
    double share = random.nextUniform(0.38, 0.62);
    double z = focal * pattern.width() / (share * width);
    // Cycle through a 3 x 3 grid of positions, as far as the board stays within the image.
    double column = view % 3 - 1;
    double row = (view / 3) % 3 - 1;
    double roomX = Math.max(0, 0.5 * width / focal * z - 0.5 * pattern.width());
    double roomY = Math.max(0, 0.5 * height / focal * z - 0.5 * pattern.height());
    double x = 0.95 * roomX * column + random.nextUniform(-0.02, 0.02);
    double y = 0.95 * roomY * row + random.nextUniform(-0.02, 0.02);
    double direction = 2 * Math.PI * view * 0.381966;
    double tilt = view == 0 ? 0 : random.nextUniform(0.5 * LARGEST_TILT, LARGEST_TILT);
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
  public static BoardView noisy(BoardView view, double deviation, RandomStream random) {
    float[] pixels = view.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (pixels[i] + deviation * random.nextGaussian());
    }
    return new BoardView(view.numbers(), pixels, view.edgeWidthPixels());
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
