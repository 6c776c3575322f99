/**
 * Float matrices, dense networks and optimizers, independent of the learning algorithms. The only
 * package that depends on OpenBLAS and EJML's float matrices.
 */
@NullMarked
package minitaur.controller.learn.nn;

import org.jspecify.annotations.NullMarked;
