package minitaur.controller.learn;

/**
 * Left-right symmetry of an environment: the mirror image of a transition is also a valid
 * transition, with the same reward. Component i of a mirrored vector is {@code sign[i] *
 * vector[permutation[i]]}. Mirroring twice is the identity.
 */
public final class MirrorSymmetry {
  private final SignedPermutation state;
  private final SignedPermutation action;

  /**
   * Creates a symmetry from copies of its arguments.
   *
   * @param statePermutation {@code [state]}. Not modified.
   * @param stateSign {@code [state]}, each 1 or -1. Not modified.
   * @param actionPermutation {@code [action]}. Not modified.
   * @param actionSign {@code [action]}, each 1 or -1. Not modified.
   * @throws IllegalArgumentException if mirroring twice is not the identity
   */
  public MirrorSymmetry(
      int[] statePermutation, int[] stateSign, int[] actionPermutation, int[] actionSign) {
    state = new SignedPermutation(statePermutation, stateSign);
    action = new SignedPermutation(actionPermutation, actionSign);
  }

  /** Components of a state. */
  public int stateSize() {
    return state.permutation.length;
  }

  /** Components of an action. */
  public int actionSize() {
    return action.permutation.length;
  }

  /** Index of the component that component {@code i} of a mirrored state comes from. */
  public int statePartner(int i) {
    return state.permutation[i];
  }

  /** Sign, 1 or -1, of component {@code i} of a mirrored state relative to its partner. */
  public int stateSign(int i) {
    return state.sign[i];
  }

  /** Index of the component that component {@code i} of a mirrored action comes from. */
  public int actionPartner(int i) {
    return action.permutation[i];
  }

  /** Sign, 1 or -1, of component {@code i} of a mirrored action relative to its partner. */
  public int actionSign(int i) {
    return action.sign[i];
  }

  /** Mirrors the transition in row {@code row} of a batch in place. */
  public void mirror(TransitionBatch batch, int row) {
    state.apply(batch.states, row);
    state.apply(batch.nextStates, row);
    action.apply(batch.actions, row);
  }

  private static final class SignedPermutation {
    private final int[] permutation;
    private final int[] sign;

    SignedPermutation(int[] permutation, int[] sign) {
      if (permutation.length != sign.length) {
        throw new IllegalArgumentException(
            permutation.length + " places for " + sign.length + " signs");
      }
      for (int i = 0; i < permutation.length; i++) {
        int j = permutation[i];
        if (j < 0 || j >= sign.length || permutation[j] != i || sign[i] * sign[j] != 1) {
          throw new IllegalArgumentException(
              "component "
                  + i
                  + " of a mirror symmetry: its partner must refer back to it with the same sign,"
                  + " 1 or -1");
        }
      }
      this.permutation = permutation.clone();
      this.sign = sign.clone();
    }

    void apply(float[] rows, int row) {
      int start = row * permutation.length;
      for (int i = 0; i < permutation.length; i++) {
        int j = permutation[i];
        if (j < i) {
          continue;
        }
        float swapped = rows[start + i];
        rows[start + i] = sign[i] * rows[start + j];
        rows[start + j] = sign[j] * swapped;
      }
    }
  }
}
