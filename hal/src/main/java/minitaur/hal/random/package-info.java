/** Reproducible random numbers whose state can be saved and restored. */
@NullMarked
package minitaur.hal.random;

import org.jspecify.annotations.NullMarked;
