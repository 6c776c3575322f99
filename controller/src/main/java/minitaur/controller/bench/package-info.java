/** Benchmarks that print their figure with the limit beside it. */
@NullMarked
package minitaur.controller.bench;

import org.jspecify.annotations.NullMarked;
