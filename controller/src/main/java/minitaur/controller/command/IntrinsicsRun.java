package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.camera.BoardView;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.CharucoPattern;
import minitaur.calibration.camera.CoverageMap;
import minitaur.calibration.camera.DetectionPicture;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.IntrinsicsSession;
import minitaur.calibration.camera.ViewVerdict;
import minitaur.calibration.camera.ViewVerdict.Judgement;
import minitaur.calibration.camera.synthetic.JumpingClock;
import minitaur.calibration.camera.synthetic.SyntheticChessboard;
import minitaur.calibration.camera.synthetic.SyntheticOptics;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.command.CameraRequest.Session;
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/** Finds a lens with an operator who holds the chessboard. */
final class IntrinsicsRun {
  /** Share of the picture in which corners must have been seen. */
  private static final double ENOUGH_COVERAGE = 0.7;

  /** A lens that puts corners this far off is none. */
  private static final double LARGEST_RESIDUAL_PIXELS = 1.5;

  private static final double GOOD_RESIDUAL_PIXELS = 0.5;
  private static final double GOOD_UNCERTAINTY = 0.005;

  /** Synthetic views may repeat each other. */
  private static final int SPARE_VIEWS = 12;

  private final CameraRequest.Intrinsics request;
  private final Session session;
  private final CharucoPattern pattern;
  private final Prompts prompts;
  private final CameraReport report;

  IntrinsicsRun(
      CameraRequest.Intrinsics request,
      CharucoPattern pattern,
      Prompts prompts,
      CameraReport report) {
    this.request = request;
    session = request.session();
    this.pattern = pattern;
    this.prompts = prompts;
    this.report = report;
  }

  CameraIntrinsics run() throws IOException, CancelledException {
    try (FrameSource source = source();
        CameraFrame frame = new CameraFrame();
        IntrinsicsSession views =
            new IntrinsicsSession(pattern, source.isSequence(), session.date())) {
      if (!session.source().equals(CameraSources.SYNTHETIC) && source.isSequence()) {
        prompts.confirm(
            new Instruction(
                1,
                1,
                "Show the chessboard to the camera: all over the picture, near and far, tilted"
                    + " by 30 degrees or so to every side; hold it still at each place.",
                null,
                Instruction.Moment.AFTER_CONFIRMING,
                null));
      }
      collect(source, frame, views);
      CameraIntrinsics found = views.solve();
      report.lens(found);
      judge(found, views.coverage());
      return found;
    }
  }

  private FrameSource source() throws CameraException {
    if (!session.source().equals(CameraSources.SYNTHETIC)) {
      return CameraSources.open(session, new SystemClock());
    }
    return new SyntheticChessboard(
        SyntheticOptics.of(session.widthPixels(), session.heightPixels()),
        pattern,
        request.views() + SPARE_VIEWS,
        RandomStream.of(session.seed(), "chessboard"),
        new JumpingClock());
  }

  private void collect(FrameSource source, CameraFrame frame, IntrinsicsSession views)
      throws IOException, CancelledException {
    Judgement told = null;
    while (!isEnough(views) && source.read(frame)) {
      prompts.requireGoingOn();
      ViewVerdict verdict = views.offer(frame);
      // The same refusal 60 times a second tells nothing more.
      if (verdict.judgement() != told || verdict.isAccepted() || !source.isSequence()) {
        report.verdict(verdict, views, request.views());
      }
      told = verdict.judgement();
      draw(frame, verdict, views.views());
    }
  }

  private void draw(CameraFrame frame, ViewVerdict verdict, List<BoardView> views)
      throws IOException {
    Path picture = request.picture();
    if (picture != null && verdict.isAccepted()) {
      DetectionPicture.write(picture, frame, views.get(views.size() - 1));
    }
  }

  private boolean isEnough(IntrinsicsSession views) {
    int count = views.views().size();
    CoverageMap coverage = views.coverage();
    boolean covered = coverage != null && coverage.share() >= ENOUGH_COVERAGE;
    return count >= 2 * request.views() || (count >= request.views() && covered);
  }

  private void judge(CameraIntrinsics found, @Nullable CoverageMap coverage)
      throws CameraException {
    if (found.residualPixels() > LARGEST_RESIDUAL_PIXELS) {
      throw new CameraException(
          String.format(
              Locale.ROOT,
              "reprojection of %.2f pixels is no lens (allowed: %.1f); is the board flat, and"
                  + " the one of --paper %s?",
              found.residualPixels(),
              LARGEST_RESIDUAL_PIXELS,
              request.paper()));
    }
    boolean good =
        found.residualPixels() <= GOOD_RESIDUAL_PIXELS
            && CameraReport.uncertainty(found) <= GOOD_UNCERTAINTY
            && coverage != null
            && coverage.share() >= ENOUGH_COVERAGE;
    prompts.tell(
        good
            ? "A good calibration."
            : "USABLE, NOT GOOD: wanted are a reprojection of at most 0.5 pixels, a focal length"
                + " known to 0.5 %, and corners seen in 70 % of the picture. More views, more"
                + " tilt.");
  }
}
