/**
 * Emulated motor boards: the wire protocols of real boards on a pseudo-terminal or in memory,
 * backed by the simulated robot, with fault injection.
 */
@NullMarked
package minitaur.sim.board;

import org.jspecify.annotations.NullMarked;
