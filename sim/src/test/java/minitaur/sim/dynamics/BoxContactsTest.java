package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.sim.terrain.Box;
import org.junit.jupiter.api.Test;

/** Contacts of boxes with a box of 0.2 x 0.2 x 0.1 m. */
class BoxContactsTest {
  private static final double MARGIN = 0.005;
  private static final double TOP = 0.05;

  private final BoxPose below = pose(0, 0, 0, 0.1, 0.1, TOP, 1, 0, 0, 0);
  private final BoxContacts contacts = new BoxContacts();

  private static BoxPose pose(
      double x, double y, double z, double halfX, double halfY, double halfZ, double... q) {
    BoxPose pose = new BoxPose(new Box(x, y, z, halfX, halfY, halfZ, 0));
    pose.setRotation(q);
    return pose;
  }

  private void find(BoxPose above) {
    contacts.find(above, below, MARGIN);
  }

  private void requireNormalUp() {
    assertThat(contacts.normal).containsExactly(new double[] {0, 0, 1}, within(1e-12));
  }

  @Test
  void faceOnLargerFaceTouchesAtItsCorners() {
    find(pose(0.01, 0.02, TOP + 0.03 - 0.001, 0.04, 0.05, 0.03, 1, 0, 0, 0));
    assertThat(contacts.size()).isEqualTo(4);
    requireNormalUp();
    for (int i = 0; i < 4; i++) {
      assertThat(contacts.gap[i]).isCloseTo(-0.001, within(1e-12));
      assertThat(Math.abs(contacts.x[i] - 0.01)).isCloseTo(0.04, within(1e-12));
      assertThat(Math.abs(contacts.y[i] - 0.02)).isCloseTo(0.05, within(1e-12));
      assertThat(contacts.z[i]).isCloseTo(TOP - 0.0005, within(1e-12));
    }
  }

  /** The supporting edge is under the middle of the block's face. */
  @Test
  void faceAcrossAnEdgeTouchesUpToTheEdge() {
    find(pose(0.1, 0, TOP + 0.03, 0.045, 0.045, 0.03, 1, 0, 0, 0));
    assertThat(contacts.size()).isEqualTo(4);
    requireNormalUp();
    for (int i = 0; i < 4; i++) {
      assertThat(contacts.x[i]).isBetween(0.055 - 1e-12, 0.1 + 1e-12);
    }
    double maxX = Math.max(contacts.x[0], Math.max(contacts.x[1], contacts.x[2]));
    assertThat(maxX).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void rotatedFaceIsClippedToOctagon() {
    double cosine = Math.cos(Math.PI / 8);
    find(pose(0, 0, TOP + 0.03, 0.1, 0.1, 0.03, cosine, 0, 0, Math.sin(Math.PI / 8)));
    assertThat(contacts.size()).isEqualTo(8);
    requireNormalUp();
    double side = 0.1 * Math.tan(Math.PI / 8);
    for (int i = 0; i < 8; i++) {
      assertThat(Math.hypot(contacts.x[i], contacts.y[i]))
          .isCloseTo(Math.hypot(0.1, side), within(1e-9));
    }
  }

  @Test
  void edgeOnAFaceTouchesAtItsEnds() {
    double angle = Math.PI / 4;
    double height = 0.03 * Math.sqrt(2);
    find(
        pose(0, 0, TOP + height, 0.03, 0.05, 0.03, Math.cos(angle / 2), 0, Math.sin(angle / 2), 0));
    assertThat(contacts.size()).isEqualTo(2);
    requireNormalUp();
    for (int i = 0; i < 2; i++) {
      assertThat(contacts.x[i]).isCloseTo(0, within(1e-9));
      assertThat(Math.abs(contacts.y[i])).isCloseTo(0.05, within(1e-9));
      assertThat(contacts.gap[i]).isCloseTo(0, within(1e-9));
    }
  }

  /** One box has its top edge along y; the other rests on it with an edge along x. */
  @Test
  void crossedEdgesTouchInOnePoint() {
    double cosine = Math.cos(Math.PI / 8);
    double sine = Math.sin(Math.PI / 8);
    double diagonal = 0.05 * Math.sqrt(2);
    BoxPose ridge = pose(0, 0, 0, 0.05, 0.2, 0.05, cosine, 0, sine, 0);
    BoxPose crossing = pose(0.03, 0.02, 2 * diagonal - 0.001, 0.2, 0.05, 0.05, cosine, sine, 0, 0);
    contacts.find(crossing, ridge, MARGIN);
    assertThat(contacts.size()).isEqualTo(1);
    requireNormalUp();
    assertThat(contacts.gap[0]).isCloseTo(-0.001, within(1e-9));
    assertThat(contacts.x[0]).isCloseTo(0, within(1e-9));
    assertThat(contacts.y[0]).isCloseTo(0.02, within(1e-9));
  }

  @Test
  void distantBoxesDoNotTouch() {
    find(pose(0, 0, TOP + 0.03 + 2 * MARGIN, 0.04, 0.05, 0.03, 1, 0, 0, 0));
    assertThat(contacts.size()).isZero();
    find(pose(0.15, 0, 0, 0.04, 0.05, 0.03, 1, 0, 0, 0));
    assertThat(contacts.size()).isZero();
  }
}
