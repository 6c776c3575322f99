package minitaur.calibration.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.camera.ViewVerdict.Judgement;
import minitaur.calibration.camera.synthetic.BodyPath;
import minitaur.calibration.camera.synthetic.JumpingClock;
import minitaur.calibration.camera.synthetic.SyntheticBoard;
import minitaur.calibration.camera.synthetic.SyntheticCamera;
import minitaur.calibration.camera.synthetic.SyntheticChessboard;
import minitaur.calibration.camera.synthetic.SyntheticOptics;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IntrinsicsTest {
  private static final CharucoPattern PATTERN = CharucoPattern.a4();
  private static final SyntheticOptics OPTICS = SyntheticOptics.of(640, 480);

  /** The board's back ahead of the camera, which fills more than half of the picture. */
  private static final RigidTransform AHEAD = RigidTransform.of(0, 0, 0.32, Math.PI, 0, 0);

  @BeforeAll
  static void natives() {
    Natives.assumeLoaded();
  }

  @Test
  void findsTheLensFromNoisyViews() throws CameraException {
    RandomStream random = RandomStream.of(1, "views");
    List<BoardView> views = new ArrayList<>();
    try (FrameSource source =
            new SyntheticChessboard(OPTICS, PATTERN, 14, random, new JumpingClock());
        CameraFrame frame = new CameraFrame();
        IntrinsicsSession session =
            new IntrinsicsSession(PATTERN, source.isSequence(), "2026-03-01")) {
      while (source.read(frame)) {
        session.offer(frame);
      }
      assertThat(session.views()).hasSizeGreaterThanOrEqualTo(10);
      assertThat(session.coverage()).isNotNull();
      assertThat(session.coverage().share()).isGreaterThan(0.7);
      // Without noise on the corners: rendering and detection alone.
      assertThat(session.solve().residualPixels()).isLessThan(0.12);
      assertThat(session.guess()).isNotNull();
      assertThat(session.guess().residualPixels()).isLessThan(0.12);
      session.views().forEach(view -> views.add(SyntheticChessboard.noisy(view, 0.2, random)));
    }
    CameraIntrinsics found = new IntrinsicsSolver(PATTERN, 640, 480).solve(views, "2026-03-01");
    double truth = OPTICS.lens().pinhole().focalXPixels().value();
    assertThat(found.residualPixels()).isBetween(0.2, 0.32);
    // Half the pixels and half the views of the benchmark, whose bar is 0.3 %.
    assertThat(found.pinhole().focalXPixels().value() / truth).isCloseTo(1, within(0.006));
    assertThat(found.pinhole().focalXPixels().contains(truth)).isTrue();
    assertThat(found.distortion().k1()).isCloseTo(OPTICS.lens().distortion().k1(), within(0.02));
    assertThat(found.date()).isEqualTo("2026-03-01");
  }

  @Test
  void leavesOutAViewThatIsWrong() throws CameraException {
    RandomStream random = RandomStream.of(4, "views");
    List<BoardView> views = new ArrayList<>();
    try (FrameSource source =
            new SyntheticChessboard(OPTICS, PATTERN, 8, random, new JumpingClock());
        CameraFrame frame = new CameraFrame();
        ChessboardDetector detector = new ChessboardDetector(PATTERN)) {
      while (source.read(frame)) {
        views.add(detector.detect(frame));
      }
    }
    views.set(2, SyntheticChessboard.noisy(views.get(2), 5, random));
    CameraIntrinsics found = new IntrinsicsSolver(PATTERN, 640, 480).solve(views, "");
    assertThat(found.views()).isEqualTo(7);
    assertThat(found.residualPixels()).isLessThan(0.15);
    assertThat(found.procedure()).contains("7 views of 8");
  }

  @Test
  void rejectsViewsThatTeachNothing() throws CameraException {
    RigidTransform elsewhere = RigidTransform.of(0.08, 0.03, 0.45, Math.PI + 0.3, 0.2, 0);
    BodyPath path = still(AHEAD);
    try (IntrinsicsSession session = new IntrinsicsSession(PATTERN, true, "")) {
      assertThat(offer(session, still(AHEAD), 1, true)).containsExactly(Judgement.NO_BOARD);
      assertThat(offer(session, path, 2, false))
          .containsExactly(Judgement.MOVING, Judgement.ACCEPTED);
      assertThat(offer(session, path, 1, false)).containsExactly(Judgement.REPEATED);
      assertThat(blurred(session)).isEqualTo(Judgement.BLURRED);
      assertThat(offer(session, still(elsewhere), 2, false))
          .containsExactly(Judgement.MOVING, Judgement.ACCEPTED);
      assertThat(session.views()).hasSize(2);
      assertThat(session.guess()).isNull();
      assertThatThrownBy(session::solve)
          .isInstanceOf(CameraException.class)
          .hasMessageContaining("2 views are too few");
    }
  }

  @Test
  void rejectsPicturesOfAnotherSize() throws CameraException {
    try (IntrinsicsSession session = new IntrinsicsSession(PATTERN, true, "");
        CameraFrame frame = new CameraFrame()) {
      frame.set(new byte[64 * 48], 64, 48, 0);
      session.offer(frame);
      frame.set(new byte[48 * 64], 48, 64, 0);
      assertThatThrownBy(() -> session.offer(frame))
          .isInstanceOf(CameraException.class)
          .hasMessageContaining("48 x 64")
          .hasMessageContaining("64 x 48");
    }
  }

  private static BodyPath still(RigidTransform place) {
    return BodyPath.at(place);
  }

  private static Judgement blurred(IntrinsicsSession session) throws CameraException {
    // 4 ms at 1 m/s and 0.32 m are 6 pixels.
    BodyPath fast = seconds -> RigidTransform.of(seconds, 0, 0, 0, 0, 0).times(AHEAD);
    return offer(session, fast, 1, false).get(0);
  }

  private static List<Judgement> offer(
      IntrinsicsSession session, BodyPath path, int pictures, boolean covered)
      throws CameraException {
    SyntheticBoard board =
        new SyntheticBoard(BoardPicture.of(PATTERN, 50), 0.015, path, seconds -> covered);
    List<Judgement> judgements = new ArrayList<>();
    try (SyntheticCamera camera =
            new SyntheticCamera(
                OPTICS,
                BodyPath.at(RigidTransform.of(0, 0, 0, 0, 0, 0)),
                List.of(board),
                pictures,
                RandomStream.of(5, "refusals"),
                new JumpingClock());
        CameraFrame frame = new CameraFrame()) {
      while (camera.read(frame)) {
        judgements.add(session.offer(frame).judgement());
      }
    }
    return judgements;
  }
}
