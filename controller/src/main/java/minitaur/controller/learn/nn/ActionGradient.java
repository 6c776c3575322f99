package minitaur.controller.learn.nn;

/** Derivative of a loss of a Q-function with respect to the actions in its input. */
public final class ActionGradient {
  private final MlpPass pass;
  private final Matrix actionWeights;
  private final Matrix matrix;

  /** {@code [rows x action]}, set by {@link #compute}. */
  public final float[] values;

  /**
   * @param pass pass of the Q-function through {@code input}
   * @param parameters parameters of the Q-function
   */
  public ActionGradient(
      MatrixBackend backend, MlpPass pass, MlpParameters parameters, StateActionInput input) {
    this.pass = pass;
    actionWeights = input.actionWeights(parameters.weights.get(0));
    matrix = backend.matrix(input.actions().rows, input.actions().columns);
    values = new float[matrix.rows * matrix.columns];
  }

  /** Computes {@link #values} from the pass's {@link MlpPass#outputGradient}. */
  public void compute() {
    pass.backwardToInput(actionWeights, matrix);
    matrix.read(values);
  }
}
