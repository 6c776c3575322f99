/** Writes a run's scalars as event files, which TensorBoard shows as curves. */
@NullMarked
package minitaur.controller.format.tensorboard;

import org.jspecify.annotations.NullMarked;
