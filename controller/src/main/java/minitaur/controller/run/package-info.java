/** Outputs of a training run: directory, tables, log, learning curve and progress line. */
@NullMarked
package minitaur.controller.run;

import org.jspecify.annotations.NullMarked;
