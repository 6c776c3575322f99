package minitaur.controller.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeftRightSymmetryTest {
  @Test
  void swapsLeftAndRightMotorsAndNegatesRoll() {
    LeftRightSymmetry symmetry = LeftRightSymmetry.ofObservation();

    assertThat(symmetry.permutation()).containsExactly(5, 4, 7, 6, 1, 0, 3, 2, 8, 9, 10, 11);
    assertThat(symmetry.sign()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, -1, 1, -1, 1);
  }

  @Test
  void swapsLeftAndRightSwingsAndExtensions() {
    LeftRightSymmetry symmetry = LeftRightSymmetry.ofAction();

    assertThat(symmetry.permutation()).containsExactly(2, 3, 0, 1, 6, 7, 4, 5);
    assertThat(symmetry.sign()).containsOnly(1);
  }

  @Test
  void mirrorsAllObservationsAndActionsOfState() {
    LeftRightSymmetry symmetry = LeftRightSymmetry.ofState();

    assertThat(symmetry.permutation()[12]).isEqualTo(12 + 5);
    assertThat(symmetry.sign()[60 + 8]).isEqualTo(-1);
    assertThat(symmetry.permutation()[104]).isEqualTo(104 + 2);
    assertThat(symmetry.permutation()[111]).isEqualTo(104 + 5);
  }
}
