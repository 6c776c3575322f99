/** Writer of TensorBoard event files with the scalars of a run. */
@NullMarked
package minitaur.controller.format.tensorboard;

import org.jspecify.annotations.NullMarked;
