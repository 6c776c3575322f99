/**
 * What a training run leaves behind and shows on the way: its directory, tables, log, learning
 * curve and progress line.
 */
@NullMarked
package minitaur.controller.run;

import org.jspecify.annotations.NullMarked;
