/** Benchmarks that print their figure with the limit beside it. */
@NullMarked
package minitaur.controller.verify;

import org.jspecify.annotations.NullMarked;
