package minitaur.calibration.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.synthetic.BodyPath;
import minitaur.calibration.camera.synthetic.JumpingClock;
import minitaur.calibration.camera.synthetic.SyntheticBoard;
import minitaur.calibration.camera.synthetic.SyntheticCamera;
import minitaur.calibration.camera.synthetic.SyntheticOptics;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final SyntheticOptics OPTICS = SyntheticOptics.of(640, 480);
  private static final LensModel LENS = new LensModel(OPTICS.lens());

  /** Tags that are seen from the side are narrow. */
  private static final SyntheticOptics FINE = SyntheticOptics.usual();

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
  static void natives() {
    Natives.assumeLoaded();
  }

  private static SyntheticCamera camera(
      SyntheticOptics optics, RigidTransform place, List<SyntheticBoard> boards, int n) {
    return new SyntheticCamera(
        optics, BodyPath.at(place), boards, n, RandomStream.of(6, "lane"), new JumpingClock());
  }

  private static List<SyntheticBoard> onFloor() throws CameraException {
    List<SyntheticBoard> boards = new ArrayList<>();
    for (FloorTag tag : TAGS) {
      boards.add(
          new SyntheticBoard(
              BoardPicture.of(TagBoard.floor(tag.tag()), 40),
              0.025,
              BodyPath.at(RigidTransform.of(tag.xMetres(), tag.yMetres(), 0, 0, 0, tag.yawRad()))));
    }
    return boards;
  }

  private static CameraPlacement fromTags(
      SyntheticOptics optics, RigidTransform place, List<FloorTag> said) throws CameraException {
    try (SyntheticCamera camera = camera(optics, place, onFloor(), 4);
        CameraFrame frame = new CameraFrame();
        LaneFromTags lane = new LaneFromTags(new LensModel(optics.lens()), said)) {
      while (camera.read(frame)) {
        assertThat(lane.offer(frame)).isEqualTo(3);
      }
      return lane.solve("2026-03-01");
    }
  }

  private static void assertNear(
      CameraPlacement found, RigidTransform truth, double metres, double radians) {
    RigidTransform place = LanePlacements.laneFromCamera(found);
    assertThat(place.translation()).containsExactly(truth.translation(), within(metres));
    assertThat(place.rotation()).containsExactly(truth.rotation(), within(radians));
  }

  @Test
  void tagsOnTheFloorSayWhereTheCameraIs() throws CameraException {
    assertNear(fromTags(OPTICS, OVERHEAD, TAGS), OVERHEAD, 0.02, 0.01);
    assertNear(fromTags(FINE, SIDE, TAGS), SIDE, 0.03, 0.015);
    assertThat(fromTags(OPTICS, OVERHEAD, TAGS).residualMetres()).isLessThan(0.003);
  }

  @Test
  void aTagThatLiesElsewhereIsNamed() {
    List<FloorTag> said = new ArrayList<>(TAGS);
    said.set(1, new FloorTag(21, 1.2, 0.6, 0.5, 0.16));
    assertThatThrownBy(() -> fromTags(OPTICS, OVERHEAD, said))
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("tag 21");
  }

  @Test
  void tooFewTagsAreRejected() throws CameraException {
    assertThatThrownBy(() -> new LaneFromTags(LENS, TAGS.subList(0, 1)))
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("at least 2");
    try (LaneFromTags lane = new LaneFromTags(LENS, TAGS)) {
      assertThatThrownBy(() -> lane.solve(""))
          .isInstanceOf(CameraException.class)
          .hasMessageContaining("[20, 21, 22]");
    }
  }

  @Test
  void aWalkSaysWhereTheCameraIs() throws CameraException {
    double height = 0.27;
    BodyPath walk =
        seconds ->
            RigidTransform.of(
                1.5 * seconds,
                0.003 * StrictMath.sin(9 * seconds),
                height,
                0.02 * StrictMath.sin(20 * seconds),
                0.03 * StrictMath.cos(25 * seconds),
                0);
    SyntheticBoard board = new SyntheticBoard(BoardPicture.of(TagBoard.trunk(), 20), 0.012, walk);
    try (SyntheticCamera camera = camera(OPTICS, OVERHEAD, List.of(board), 45);
        CameraFrame frame = new CameraFrame();
        LaneFromWalk lane = new LaneFromWalk(LENS, TagBoard.trunk())) {
      assertThatThrownBy(() -> lane.solve(height, "")).hasMessageContaining("0 times");
      while (camera.read(frame)) {
        lane.offer(frame);
      }
      CameraPlacement found = lane.solve(height, "2026-03-01");
      assertNear(found, OVERHEAD, 0.05, 0.03);
      assertThat(found.residualMetres()).isLessThan(0.02);
      assertThat(found.procedure()).contains("walk of 1.");
    }
  }
}
