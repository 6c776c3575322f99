package minitaur.calibration.camera.procedure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.CharucoPattern;
import minitaur.calibration.camera.ChessboardView;
import minitaur.calibration.camera.CoverageMap;
import minitaur.calibration.camera.DetectionImageWriter;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.IntrinsicsSession;
import minitaur.calibration.camera.ViewCheckResult;
import minitaur.calibration.camera.ViewCheckResult.Status;
import minitaur.calibration.camera.synthetic.SyntheticCameraConfig;
import minitaur.calibration.camera.synthetic.SyntheticChessboard;
import minitaur.calibration.camera.synthetic.VirtualClock;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/** Estimates the intrinsics of a camera while the operator shows it the chessboard. */
public final class IntrinsicsProcedure {
  /** Min fraction of the image in which corners must have been detected. */
  private static final double MIN_COVERAGE = 0.7;

  /** Max reprojection error of an accepted result. */
  private static final double MAX_RESIDUAL_PIXELS = 1.5;

  private static final double GOOD_RESIDUAL_PIXELS = 0.5;
  private static final double GOOD_UNCERTAINTY = 0.005;

  /** Extra synthetic views, since some may be rejected as repeated. */
  private static final int SPARE_VIEWS = 12;

  private final ImageSource images;
  private final CharucoPattern pattern;
  private final int requiredViews;
  private final Prompts prompts;
  private final CameraReport report;

  /**
   * @param pattern the printed board, at its nominal size
   * @param requiredViews number of required views
   */
  public IntrinsicsProcedure(
      ImageSource images,
      CharucoPattern pattern,
      int requiredViews,
      Prompts prompts,
      CameraReport report) {
    this.images = images;
    this.pattern = pattern.scaled(images.boardScale());
    this.requiredViews = requiredViews;
    this.prompts = prompts;
    this.report = report;
  }

  /**
   * Collects views and solves for the intrinsics.
   *
   * @param detectionImage file for an image of the last view with its corners; null for none
   * @param date today's date, recorded with the result
   */
  public CameraIntrinsics run(@Nullable Path detectionImage, String date)
      throws IOException, CancelledException {
    try (FrameSource source = openSource();
        CameraFrame frame = new CameraFrame();
        IntrinsicsSession session = new IntrinsicsSession(pattern, source.isSequence(), date)) {
      if (!images.isSynthetic() && source.isSequence()) {
        prompts.confirm(
            new Instruction(
                1,
                1,
                "Show the chessboard to the camera in all parts of the image, near and far, and"
                    + " tilted by about 30 degrees in each direction. Hold it still in each"
                    + " position.",
                null,
                Instruction.Timing.AFTER_CONFIRMATION,
                null));
      }
      collect(source, frame, session, detectionImage);
      CameraIntrinsics intrinsics = session.solve();
      report.intrinsics(intrinsics);
      validate(intrinsics, session.coverage());
      return intrinsics;
    }
  }

  private FrameSource openSource() throws CameraException {
    if (!images.isSynthetic()) {
      return images.open(new SystemClock());
    }
    return new SyntheticChessboard(
        SyntheticCameraConfig.of(images.mode().widthPixels(), images.mode().heightPixels()),
        pattern,
        requiredViews + SPARE_VIEWS,
        RandomStream.of(images.seed(), "chessboard"),
        new VirtualClock());
  }

  private void collect(
      FrameSource source,
      CameraFrame frame,
      IntrinsicsSession session,
      @Nullable Path detectionImage)
      throws IOException, CancelledException {
    Status lastStatus = null;
    while (!isComplete(session) && source.read(frame)) {
      prompts.throwIfCancelled();
      ViewCheckResult result = session.offer(frame);
      // Report a repeated rejection only once, not 60 times per second.
      if (result.status() != lastStatus || result.isAccepted() || !source.isSequence()) {
        report.viewChecked(result, session, requiredViews);
      }
      lastStatus = result.status();
      if (detectionImage != null && result.isAccepted()) {
        List<ChessboardView> accepted = session.views();
        DetectionImageWriter.write(detectionImage, frame, accepted.get(accepted.size() - 1));
      }
    }
  }

  private boolean isComplete(IntrinsicsSession session) {
    int count = session.views().size();
    CoverageMap coverage = session.coverage();
    boolean isCovered = coverage != null && coverage.coveredFraction() >= MIN_COVERAGE;
    return count >= 2 * requiredViews || (count >= requiredViews && isCovered);
  }

  private void validate(CameraIntrinsics intrinsics, @Nullable CoverageMap coverage)
      throws CameraException {
    if (intrinsics.residualPixels() > MAX_RESIDUAL_PIXELS) {
      throw new CameraException(
          "the reprojection error is %.2f pixels (allowed: %.1f); check that the board is flat"
              + " and matches --paper",
          intrinsics.residualPixels(), MAX_RESIDUAL_PIXELS);
    }
    boolean good =
        intrinsics.residualPixels() <= GOOD_RESIDUAL_PIXELS
            && CameraReport.focalUncertainty(intrinsics) <= GOOD_UNCERTAINTY
            && coverage != null
            && coverage.coveredFraction() >= MIN_COVERAGE;
    prompts.showMessage(
        good
            ? "The calibration is good."
            : "The calibration is usable but not good. Targets: reprojection error at most 0.5"
                + " pixels, focal length known to within 0.5 %, corners detected in 70 % of the"
                + " image. Take more views with more tilt.");
  }
}
