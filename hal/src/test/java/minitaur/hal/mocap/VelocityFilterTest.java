package minitaur.hal.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VelocityFilterTest {
  private final VelocityFilter filter = new VelocityFilter(0.001, 100);

  @Test
  void innovationIsTheLargestOfAllAxes() {
    filter.reset(1, 2, 3);
    double along = filter.normalizedInnovation(1.1, 2, 3);
    assertThat(along).isPositive();
    assertThat(filter.normalizedInnovation(1, 1.9, 3)).isCloseTo(along, within(1e-9));
    assertThat(filter.normalizedInnovation(1, 2, 3.1)).isCloseTo(along, within(1e-9));
    assertThat(filter.normalizedInnovation(1.05, 2.1, 2.95)).isCloseTo(along, within(1e-9));
  }

  @Test
  void followsConstantAcceleration() {
    filter.reset(0, 0, 0);
    double dt = 0.01;
    for (int i = 1; i <= 500; i++) {
      double t = i * dt;
      filter.predict(dt);
      filter.correct(t * t, -t, 0);
    }
    filter.predict(0.1);
    assertThat(filter.position(VelocityFilter.X)).isCloseTo(5.1 * 5.1, within(1e-3));
    assertThat(filter.velocity(VelocityFilter.X)).isCloseTo(2 * 5.1, within(1e-2));
    assertThat(filter.velocity(VelocityFilter.Y)).isCloseTo(-1, within(1e-3));
  }
}
