/**
 * Float matrices, dense networks and their optimiser: what a learner computes with, and nothing of
 * what it learns. The only package that knows OpenBLAS and EJML's float matrices.
 */
@NullMarked
package minitaur.controller.learn.nn;

import org.jspecify.annotations.NullMarked;
