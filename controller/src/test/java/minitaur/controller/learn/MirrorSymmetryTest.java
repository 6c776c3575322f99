package minitaur.controller.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MirrorSymmetryTest {
  private final MirrorSymmetry symmetry =
      new MirrorSymmetry(
          new int[] {1, 0, 2}, new int[] {1, 1, -1}, new int[] {1, 0}, new int[] {-1, -1});

  @Test
  void mirrorsOnlyTheGivenRowOfABatch() {
    TransitionBatch batch = new TransitionBatch(2, 3, 2);
    for (int i = 0; i < 6; i++) {
      batch.states[i] = i;
      batch.nextStates[i] = 10 + i;
    }
    for (int i = 0; i < 4; i++) {
      batch.actions[i] = 20 + i;
    }

    symmetry.mirror(batch, 1);

    assertThat(batch.states).containsExactly(0, 1, 2, 4, 3, -5);
    assertThat(batch.nextStates).containsExactly(10, 11, 12, 14, 13, -15);
    assertThat(batch.actions).containsExactly(20, 21, -23, -22);
  }

  @Test
  void mirroringTwiceIsIdentity() {
    TransitionBatch batch = new TransitionBatch(1, 3, 4);
    System.arraycopy(new float[] {1, 2, 3}, 0, batch.states, 0, 3);

    symmetry.mirror(batch, 0);
    symmetry.mirror(batch, 0);

    assertThat(batch.states).containsExactly(1, 2, 3);
  }

  @Test
  void rejectsPermutationThatIsNotItsOwnInverse() {
    assertThatThrownBy(
            () ->
                new MirrorSymmetry(
                    new int[] {1, 2, 0}, new int[] {1, 1, 1}, new int[] {0}, new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component 0");
  }

  @Test
  void rejectsPartnersOfDifferentSign() {
    assertThatThrownBy(
            () ->
                new MirrorSymmetry(
                    new int[] {1, 0}, new int[] {1, -1}, new int[] {0}, new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
