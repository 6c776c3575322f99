/**
 * Checks each control tick against safety limits, and decides when an episode or the motors stop.
 */
@NullMarked
package minitaur.controller.episode.safety;

import org.jspecify.annotations.NullMarked;
