package minitaur.controller.learn.nn;

import org.jspecify.annotations.Nullable;

/**
 * The batches that a {@link MlpPass} computes: values and gradients of each layer. Passes that run
 * one after the other may share them, so that more of the memory that they use stays in the cache.
 */
public final class PassMemory {
  final MatrixBackend backend;

  /** The shape of the networks; passes through others are rejected. */
  final NetworkShape shape;

  /** The batch size. */
  final int rows;

  /** The product of each dense layer, to which its stages are applied in place. */
  final Matrix[] products;

  /** The derivative of the loss with respect to each of {@link #products} before its stages. */
  final Matrix[] gradients;

  private final Matrix[] unnormalized;
  private @Nullable Matrix scratch;
  private @Nullable MlpPass owner;

  /** Allocates memory for passes of batches of {@code rows} through networks of one shape. */
  public PassMemory(MatrixBackend backend, NetworkShape shape, int rows) {
    this.backend = backend;
    this.shape = shape;
    this.rows = rows;
    products = new Matrix[shape.layers()];
    gradients = new Matrix[shape.layers()];
    unnormalized = new Matrix[shape.layers()];
    for (int layer = 0; layer < products.length; layer++) {
      products[layer] = backend.matrix(rows, shape.layerOutputs(layer));
      gradients[layer] = backend.matrix(rows, shape.layerOutputs(layer));
    }
  }

  /** The product of a layer that keeps it separate from its output. */
  Matrix unnormalized(int layer) {
    if (unnormalized[layer] == null) {
      unnormalized[layer] = backend.matrix(rows, shape.layerOutputs(layer));
    }
    return unnormalized[layer];
  }

  /** Memory of at least {@code length} floats that no operation expects another to keep. */
  Matrix scratch(int length) {
    Matrix matrix = scratch;
    if (matrix == null || matrix.columns < length) {
      matrix = backend.matrix(1, length);
      scratch = matrix;
    }
    return matrix;
  }

  /** Called before a forward pass, which overwrites the values of any other. */
  void claim(MlpPass pass) {
    owner = pass;
  }

  /** Called before a backward pass, which needs the values of its own forward pass. */
  void requireOwner(MlpPass pass) {
    if (owner != pass) {
      throw new IllegalStateException("another pass has overwritten the values of this one");
    }
  }
}
