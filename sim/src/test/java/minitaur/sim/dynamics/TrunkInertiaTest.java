package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrunkInertiaTest {
  /** Inertia about the frame's origin is additive: the trunk's and the point mass's m r^2. */
  @Test
  void pointMassAddsItsInertiaAboutTheOrigin() {
    TrunkInertia trunk = RobotModel.nominal().trunk();
    TrunkInertia loaded = trunk.withPointMass(1.5, 0.05, 0.07);
    assertThat(loaded.mass()).isCloseTo(trunk.mass() + 1.5, within(1e-12));
    assertThat(loaded.mass() * loaded.com().x())
        .isCloseTo(trunk.mass() * trunk.com().x() + 1.5 * 0.05, within(1e-12));
    assertThat(yyAboutOrigin(loaded))
        .isCloseTo(yyAboutOrigin(trunk) + 1.5 * (0.05 * 0.05 + 0.07 * 0.07), within(1e-12));
    assertThat(loaded.inertia().xx() + loaded.mass() * loaded.com().z() * loaded.com().z())
        .isCloseTo(
            trunk.inertia().xx()
                + trunk.mass() * trunk.com().z() * trunk.com().z()
                + 1.5 * 0.07 * 0.07,
            within(1e-12));
    assertThat(loaded.inertia().zz() + loaded.mass() * loaded.com().x() * loaded.com().x())
        .isCloseTo(
            trunk.inertia().zz()
                + trunk.mass() * trunk.com().x() * trunk.com().x()
                + 1.5 * 0.05 * 0.05,
            within(1e-12));
    assertThat(xzAboutOrigin(loaded))
        .isCloseTo(xzAboutOrigin(trunk) - 1.5 * 0.05 * 0.07, within(1e-12));
    assertThat(trunk.withPointMass(0, 0.05, 0.07)).isEqualTo(trunk);
  }

  private static double yyAboutOrigin(TrunkInertia t) {
    return t.inertia().yy() + t.mass() * (t.com().x() * t.com().x() + t.com().z() * t.com().z());
  }

  private static double xzAboutOrigin(TrunkInertia t) {
    return t.inertia().xz() - t.mass() * t.com().x() * t.com().z();
  }
}
