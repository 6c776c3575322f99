/**
 * The robot's board, emulated: the bytes of a real one, on a pseudo-terminal or in memory, with the
 * simulated robot behind them, and whatever can go wrong on the way.
 */
@NullMarked
package minitaur.sim.board;

import org.jspecify.annotations.NullMarked;
