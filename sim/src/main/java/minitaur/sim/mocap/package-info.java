/**
 * Emulated motion-capture servers on real sockets: what a laboratory's server would send of the
 * simulated robot.
 */
@NullMarked
package minitaur.sim.mocap;

import org.jspecify.annotations.NullMarked;
