package minitaur.controller.learn.paper;

import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.StateActionInput;
import minitaur.controller.learn.nn.TargetedNetwork;
import minitaur.controller.learn.nn.TwoHiddenLayerPass;
import minitaur.controller.learn.nn.TwoHiddenLayerWorkspace;
import minitaur.hal.random.RandomStream;

/** A soft Q-function with its target network and optimizer: theta_i and thetabar_i in the paper. */
final class SoftQFunction extends TargetedNetwork {
  private final double learningRate;
  private final TwoHiddenLayerPass nextPass;
  private final TwoHiddenLayerPass dataPass;
  private final TwoHiddenLayerPass policyPass;
  private final Matrix actionColumns;
  private final Matrix actionGradientMatrix;

  private final float[] actionGradient;
  private final float[] policyValueGradient;
  private final int[] policyRows;
  private final int actions;
  private int policyRowCount;

  /** J_Q of the last {@link #learn}. */
  double loss;

  /**
   * Inputs of the function. Not modified.
   *
   * @param next s' and its sampled action
   * @param data s and the stored action
   * @param policy s and its sampled action
   */
  record Inputs(StateActionInput next, StateActionInput data, StateActionInput policy) {}

  /**
   * @param workspace used within {@link #evaluateNext}, within {@link #learn}, and from {@link
   *     #evaluatePolicy} until {@link #backwardToAction}; the two functions of a learner need
   *     separate workspaces
   */
  SoftQFunction(
      MatrixBackend backend,
      PaperSettings settings,
      Inputs input,
      TwoHiddenLayerWorkspace workspace,
      RandomStream random) {
    super(
        backend,
        new MlpParameters(backend, settings.shape(input.data.matrix().columns, 1))
            .initWithBiases(random),
        settings.update().targetSmoothing(),
        false);
    Matrix data = input.data.matrix();
    learningRate = settings.update().learningRate();
    nextPass = new TwoHiddenLayerPass(backend, target, input.next.matrix(), workspace);
    dataPass = new TwoHiddenLayerPass(backend, parameters, data, workspace);
    policyPass = new TwoHiddenLayerPass(backend, parameters, input.policy.matrix(), workspace);
    actionColumns = input.policy.actionWeights(parameters.weights.get(0));
    actions = actionColumns.columns;
    actionGradientMatrix = backend.matrix(data.rows, actions);
    actionGradient = new float[data.rows * actions];
    policyValueGradient = new float[data.rows];
    policyRows = new int[data.rows];
  }

  /** Computes Qbar(s', a') of the sampled next actions. */
  void evaluateNext() {
    nextPass.forward();
  }

  /** {@code [batch]} Qbar(s', a') of the last {@link #evaluateNext}. */
  float[] nextValue() {
    return nextPass.output;
  }

  /**
   * {@code [batch]} Q(s, a) of the stored actions before the gradient step of the last {@link
   * #learn}.
   */
  float[] value() {
    return dataPass.output;
  }

  /**
   * Computes Q(s, a) of the stored actions, takes one gradient step on {@link SoftBellmanResidual}
   * and updates the target network.
   *
   * @param targets {@code [batch]} y. Not modified.
   */
  void learn(float[] targets) {
    dataPass.forward();
    loss = SoftBellmanResidual.compute(dataPass.output, targets, dataPass.outputGradient);
    dataPass.backwardOutputLayer(gradient);
    dataPass.backwardSecondLayer(gradient);
    dataPass.backwardFirstLayer(gradient);
    step(learningRate);
  }

  /** Computes Q(s, a) of the sampled actions. */
  void evaluatePolicy() {
    policyPass.forward();
  }

  /** {@code [batch]} Q(s, a) of the last {@link #evaluatePolicy}. */
  float[] policyValue() {
    return policyPass.output;
  }

  /** Clears the rows that {@link #backwardToAction} processes. */
  void clearPolicyRows() {
    policyRowCount = 0;
  }

  /**
   * Adds a row for {@link #backwardToAction}, with the derivative of the policy's loss with respect
   * to its value.
   */
  void addPolicyRow(int row, float valueGradient) {
    policyRows[policyRowCount] = row;
    policyValueGradient[policyRowCount] = valueGradient;
    policyRowCount++;
  }

  /** Backpropagates the derivatives of the added rows to their actions. */
  void backwardToAction() {
    policyPass.backwardToInput(
        policyRows, policyRowCount, policyValueGradient, actionColumns, actionGradientMatrix);
    actionGradientMatrix.read(actionGradient);
  }

  /**
   * Copies the results of {@link #backwardToAction}.
   *
   * @param gradient {@code [batch x action]} derivative of the policy's loss with respect to the
   *     action; the added rows are set. Modified.
   */
  void copyActionGradient(float[] gradient) {
    for (int k = 0; k < policyRowCount; k++) {
      System.arraycopy(actionGradient, k * actions, gradient, policyRows[k] * actions, actions);
    }
  }
}
