/**
 * Emulated motion-capture servers on real sockets that publish poses of the simulated robot as a
 * laboratory's servers would.
 */
@NullMarked
package minitaur.sim.mocap;

import org.jspecify.annotations.NullMarked;
