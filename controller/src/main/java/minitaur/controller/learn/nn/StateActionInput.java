package minitaur.controller.learn.nn;

/**
 * Input of a Q-function: a state and an action in each row.
 *
 * @param matrix {@code [rows x state + action]}
 * @param states its columns of the state
 * @param actions its columns of the action
 */
public record StateActionInput(Matrix matrix, Matrix states, Matrix actions) {
  /** Allocates an input of zeros. */
  public static StateActionInput allocate(
      MatrixBackend backend, int rows, int stateSize, int actionSize) {
    return of(backend.matrix(rows, stateSize + actionSize), stateSize);
  }

  private static StateActionInput of(Matrix matrix, int stateSize) {
    return new StateActionInput(
        matrix,
        matrix.columnWindow(0, stateSize),
        matrix.columnWindow(stateSize, matrix.columns - stateSize));
  }

  /** View of rows {@code from} to {@code from + count - 1}. */
  public StateActionInput rows(int from, int count) {
    return of(matrix.rowWindow(from, count), states.columns);
  }

  /** The columns of the first layer's weights that belong to the action. */
  public Matrix actionWeights(Matrix firstLayer) {
    return firstLayer.columnWindow(states.columns, actions.columns);
  }
}
