package minitaur.calibration.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.RigidTransform;
import minitaur.calibration.camera.synthetic.BodyTrajectory;
import minitaur.calibration.camera.synthetic.SyntheticBoard;
import minitaur.calibration.camera.synthetic.SyntheticCamera;
import minitaur.calibration.camera.synthetic.SyntheticCameraConfig;
import minitaur.calibration.camera.synthetic.VirtualClock;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CameraPlacementTest {
  private static final SyntheticCameraConfig OPTICS = SyntheticCameraConfig.of(640, 480);
  private static final LensModel LENS = new LensModel(OPTICS.intrinsics());

  /** Tags seen from the side cover few pixels. */
  private static final SyntheticCameraConfig HIGH_RESOLUTION = SyntheticCameraConfig.defaults();

  private static final RigidTransform OVERHEAD =
      RigidTransform.of(0.6, 0.1, 2, Math.PI - 0.1, 0.06, 0.2);
  private static final RigidTransform SIDE =
      RigidTransform.of(0.5, -1.5, 1.2, -Math.PI / 2 - 0.65, 0.02, 0.05);
  private static final List<FloorTag> TAGS =
      List.of(
          new FloorTag(20, 0, 0.4, 0, 0.16),
          new FloorTag(21, 1.2, 0.4, 0.5, 0.16),
          new FloorTag(22, 0.3, -0.3, -1.2, 0.16));

  @BeforeAll
  static void requireOpenCv() {
    OpenCvAssumption.assumeLoaded();
  }

  private static SyntheticCamera camera(
      SyntheticCameraConfig optics,
      RigidTransform cameraPose,
      List<SyntheticBoard> boards,
      int frames) {
    return new SyntheticCamera(
        optics,
        BodyTrajectory.fixed(cameraPose),
        boards,
        frames,
        RandomStream.of(6, "lane"),
        new VirtualClock());
  }

  private static List<SyntheticBoard> floorBoards() throws CameraException {
    List<SyntheticBoard> boards = new ArrayList<>();
    for (FloorTag tag : TAGS) {
      boards.add(
          new SyntheticBoard(
              BoardImage.of(TagBoard.floor(tag.id()), 40),
              0.025,
              BodyTrajectory.fixed(
                  RigidTransform.of(tag.xMetres(), tag.yMetres(), 0, 0, 0, tag.yawRad()))));
    }
    return boards;
  }

  private static CameraPlacement fromTags(
      SyntheticCameraConfig optics, RigidTransform cameraPose, List<FloorTag> specifiedTags)
      throws CameraException {
    try (SyntheticCamera camera = camera(optics, cameraPose, floorBoards(), 4);
        CameraFrame frame = new CameraFrame();
        TagPlacementEstimator estimator =
            new TagPlacementEstimator(new LensModel(optics.intrinsics()), specifiedTags)) {
      while (camera.read(frame)) {
        assertThat(estimator.addImage(frame)).isEqualTo(3);
      }
      return estimator.solve("2026-03-01");
    }
  }

  private static void assertNear(
      CameraPlacement found, RigidTransform expected, double metres, double radians) {
    RigidTransform pose = found.laneFromCamera();
    assertThat(pose.translation()).containsExactly(expected.translation(), within(metres));
    assertThat(pose.rotation()).containsExactly(expected.rotation(), within(radians));
  }

  @Test
  void estimatesPlacementFromFloorTags() throws CameraException {
    assertNear(fromTags(OPTICS, OVERHEAD, TAGS), OVERHEAD, 0.02, 0.01);
    assertNear(fromTags(HIGH_RESOLUTION, SIDE, TAGS), SIDE, 0.03, 0.015);
    assertThat(fromTags(OPTICS, OVERHEAD, TAGS).residualMetres()).isLessThan(0.003);
  }

  @Test
  void errorNamesMisplacedTag() {
    List<FloorTag> specifiedTags = new ArrayList<>(TAGS);
    specifiedTags.set(1, new FloorTag(21, 1.2, 0.6, 0.5, 0.16));
    assertThatThrownBy(() -> fromTags(OPTICS, OVERHEAD, specifiedTags))
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("tag 21");
  }

  @Test
  void rejectsTooFewTags() throws CameraException {
    assertThatThrownBy(() -> new TagPlacementEstimator(LENS, TAGS.subList(0, 1)))
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("at least 2");
    try (TagPlacementEstimator estimator = new TagPlacementEstimator(LENS, TAGS)) {
      assertThatThrownBy(() -> estimator.solve(""))
          .isInstanceOf(CameraException.class)
          .hasMessageContaining("[20, 21, 22]");
    }
  }

  @Test
  void estimatesPlacementFromWalk() throws CameraException {
    double height = 0.27;
    BodyTrajectory walk =
        seconds ->
            RigidTransform.of(
                1.5 * seconds,
                0.003 * StrictMath.sin(9 * seconds),
                height,
                0.02 * StrictMath.sin(20 * seconds),
                0.03 * StrictMath.cos(25 * seconds),
                0);
    SyntheticBoard board = new SyntheticBoard(BoardImage.of(TagBoard.trunk(), 20), 0.012, walk);
    try (SyntheticCamera camera = camera(OPTICS, OVERHEAD, List.of(board), 45);
        CameraFrame frame = new CameraFrame();
        WalkPlacementEstimator estimator = new WalkPlacementEstimator(LENS, TagBoard.trunk())) {
      assertThatThrownBy(() -> estimator.solve(height, "")).hasMessageContaining("0 times");
      while (camera.read(frame)) {
        estimator.addImage(frame);
      }
      CameraPlacement found = estimator.solve(height, "2026-03-01");
      assertNear(found, OVERHEAD, 0.05, 0.03);
      assertThat(found.residualMetres()).isLessThan(0.02);
      assertThat(found.procedure()).contains("walk of 1.");
    }
  }
}
