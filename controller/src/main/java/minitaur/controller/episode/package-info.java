/** Runs episodes tick by tick, and joins ticks with poses into transitions. */
@NullMarked
package minitaur.controller.episode;

import org.jspecify.annotations.NullMarked;
