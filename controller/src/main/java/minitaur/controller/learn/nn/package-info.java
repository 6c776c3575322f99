/**
 * Float matrices, dense networks and optimizers, independent of the learning algorithms. The only
 * package that depends on oneDNN, OpenBLAS and EJML's float matrices.
 *
 * <p>A new operation of hidden layers is a {@code RowStage}, which runs with every matrix library,
 * and a {@code HiddenLayer} that selects it. {@code OneDnnLayer} replaces the stages where oneDNN
 * compiles the same operations.
 */
@NullMarked
package minitaur.controller.learn.nn;

import org.jspecify.annotations.NullMarked;
