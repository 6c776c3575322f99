package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactFrameTest {
  private final ContactFrame frame = new ContactFrame();

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "1, 0, 0", "-1, 0, 0", "0.96, -0.2, 0.196", "0.5, 0.5, -0.7", "0, 1, 0"})
  void axesAreOrthonormalForEveryNormal(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    frame.set(x / length, y / length, z / length);
    double[][] axes = {
      {frame.nx, frame.ny, frame.nz}, {frame.ux, frame.uy, frame.uz}, {frame.vx, frame.vy, frame.vz}
    };
    assertThat(axes[0]).containsExactly(new double[] {x / length, y / length, z / length});
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        double dot = 0;
        for (int axis = 0; axis < 3; axis++) {
          dot += axes[i][axis] * axes[k][axis];
        }
        assertThat(dot).isCloseTo(i == k ? 1 : 0, within(1e-12));
      }
    }
  }
}
