package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.hal.random.RandomStream;

/**
 * Computes only the matrix products of a Soft Actor-Critic update, with two critics of two hidden
 * layers. Their cost is a lower bound on that of an update. Each network has its own matrices, as
 * in the learner.
 */
final class UpdateMatrixProducts {
  private final MatrixBackend backend;
  private final RandomStream random = RandomStream.of(0, "products");
  private final int batch;
  private final List<Runnable> critics = new ArrayList<>();
  private final List<Runnable> policy = new ArrayList<>();
  private double criticOperations;
  private double policyOperations;

  /** Products of networks with two hidden layers of {@code units}. */
  UpdateMatrixProducts(MatrixBackend backend, int batch, int states, int actions, int units) {
    this.backend = backend;
    this.batch = batch;
    int stateAction = states + actions;
    int outputs = 2 * actions;
    criticOperations = addForward(critics, states, units, outputs);
    for (int critic = 0; critic < 2; critic++) {
      criticOperations += addForward(critics, stateAction, units, 1); // Target at the next states.
      criticOperations += addForward(critics, stateAction, units, 1);
      criticOperations += addBackward(critics, stateAction, units, 1);
      policyOperations += addForward(policy, stateAction, units, 1);
      policyOperations += addInputGradient(policy, actions, units);
    }
    policyOperations += addForward(policy, states, units, outputs);
    policyOperations += addBackward(policy, states, units, outputs);
  }

  private double addForward(List<Runnable> products, int inputs, int units, int outputs) {
    return add(products, batch, inputs, units, false, true)
        + add(products, batch, units, units, false, true)
        + add(products, batch, units, outputs, false, true);
  }

  /** Adds the gradients of all weights, and of the outputs of both hidden layers. */
  private double addBackward(List<Runnable> products, int inputs, int units, int outputs) {
    return add(products, outputs, batch, units, true, false)
        + add(products, batch, outputs, units, false, false)
        + add(products, units, batch, units, true, false)
        + add(products, batch, units, units, false, false)
        + add(products, units, batch, inputs, true, false);
  }

  /** Adds the gradient of a critic with respect to the actions. */
  private double addInputGradient(List<Runnable> products, int actions, int units) {
    return add(products, batch, 1, units, false, false)
        + add(products, batch, units, units, false, false)
        + add(products, batch, units, actions, false, false);
  }

  /** Adds {@code [m x k] [k x n]} and returns its floating-point operations. */
  private double add(
      List<Runnable> products, int m, int k, int n, boolean transposeA, boolean transposeB) {
    Matrix a = transposeA ? matrix(k, m) : matrix(m, k);
    Matrix b = transposeB ? matrix(n, k) : matrix(k, n);
    Matrix c = backend.matrix(m, n);
    products.add(() -> c.setProduct(a, transposeA, b, transposeB));
    return 2.0 * m * k * n;
  }

  private Matrix matrix(int rows, int columns) {
    Matrix matrix = backend.matrix(rows, columns);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextUniform(-1, 1);
    }
    matrix.write(values);
    return matrix;
  }

  /**
   * Computes the products of several critic updates and one policy update.
   *
   * @param policyDelay number of critic updates
   */
  void run(int policyDelay) {
    for (int update = 0; update < policyDelay; update++) {
      critics.forEach(Runnable::run);
    }
    policy.forEach(Runnable::run);
  }

  /** Floating-point operations of {@link #run}. */
  double operations(int policyDelay) {
    return policyDelay * criticOperations + policyOperations;
  }
}
