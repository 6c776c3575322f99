package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.sim.terrain.Box;
import minitaur.sim.terrain.GroundEdge;
import org.junit.jupiter.api.Test;

/** Contacts of a block of 0.09 x 0.09 x 0.06 m with a descending stair's edge at x = 0. */
class EdgeContactsTest {
  private static final double MARGIN = 0.005;
  private static final GroundEdge STAIR = new GroundEdge(0, 0, 1, 0, 0, -1);

  private final EdgeContacts contacts = new EdgeContacts();

  private static BoxPose pose(double x, double y, double z, double... q) {
    BoxPose pose = new BoxPose(new Box(x, y, z, 0.045, 0.045, 0.03, 0));
    pose.setRotation(q);
    return pose;
  }

  private static double[] axisAngle(double x, double y, double z, double angle) {
    double s = Math.sin(0.5 * angle);
    return new double[] {Math.cos(0.5 * angle), s * x, s * y, s * z};
  }

  @Test
  void edgeUnderFaceIsClippedToFace() {
    contacts.find(pose(0.02, 0.3, 0.029, 1, 0, 0, 0), STAIR, MARGIN);
    assertThat(contacts.size()).isEqualTo(2);
    assertThat(contacts.normal).containsExactly(new double[] {0, 0, 1}, within(1e-12));
    for (int i = 0; i < 2; i++) {
      assertThat(contacts.gap[i]).isCloseTo(-0.001, within(1e-12));
      assertThat(Math.abs(contacts.y[i] - 0.3)).isCloseTo(0.045, within(1e-12));
    }
  }

  @Test
  void edgeUnderRotatedFaceIsClippedToFace() {
    contacts.find(pose(0.02, 0, 0.03, axisAngle(0, 0, 1, Math.PI / 4)), STAIR, MARGIN);
    assertThat(contacts.size()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      assertThat(Math.abs(contacts.y[i])).isCloseTo(0.045 * Math.sqrt(2) - 0.02, within(1e-9));
    }
  }

  /** A tilted block over the edge: the normal is that of its face. */
  @Test
  void edgeUnderTiltedFaceHasFaceNormal() {
    double tilt = 0.4;
    double x = 0.03 * Math.sin(tilt);
    double z = 0.03 * Math.cos(tilt);
    contacts.find(pose(x, 0, z, axisAngle(0, 1, 0, tilt)), STAIR, MARGIN);
    assertThat(contacts.size()).isEqualTo(2);
    assertThat(contacts.gap[0]).isCloseTo(0, within(1e-12));
    assertThat(contacts.normal)
        .containsExactly(new double[] {Math.sin(tilt), 0, Math.cos(tilt)}, within(1e-12));
  }

  @Test
  void edgeBesideAFaceTouchesIt() {
    contacts.find(pose(0.046, 0, -0.01, 1, 0, 0, 0), STAIR, MARGIN);
    assertThat(contacts.size()).isEqualTo(2);
    assertThat(contacts.normal).containsExactly(new double[] {1, 0, 0}, within(1e-12));
    assertThat(contacts.gap[0]).isCloseTo(0.001, within(1e-12));
  }

  /** A block that rests with one of its edges across the stair's edge. */
  @Test
  void crossedEdgesTouchInOnePoint() {
    double diagonal = Math.hypot(0.045, 0.03);
    BoxPose block = pose(0.01, 0.2, diagonal, axisAngle(1, 0, 0, Math.atan2(0.045, 0.03)));
    contacts.find(block, STAIR, MARGIN);
    assertThat(contacts.size()).isEqualTo(1);
    assertThat(contacts.normal).containsExactly(new double[] {0, 0, 1}, within(1e-9));
    assertThat(contacts.gap[0]).isCloseTo(0, within(1e-9));
    assertThat(contacts.y[0]).isCloseTo(0.2, within(1e-9));
  }

  /** Corner contacts on the treads are computed elsewhere. */
  @Test
  void blockOnTreadsHasNoEdgeContact() {
    contacts.find(pose(-0.05, 0, 0.03, 1, 0, 0, 0), STAIR, MARGIN);
    assertThat(contacts.size()).isZero();
    contacts.find(pose(0.2, 0, -0.01, 1, 0, 0, 0), STAIR, MARGIN);
    assertThat(contacts.size()).isZero();
    double tilt = -0.4;
    contacts.find(
        pose(-0.02, 0, 0.045 * Math.sin(-tilt) + 0.03 * Math.cos(tilt), axisAngle(0, 1, 0, tilt)),
        STAIR,
        MARGIN);
    assertThat(contacts.size()).isZero();
  }
}
