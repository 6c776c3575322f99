/**
 * The simulated robot's parts between physics and seam: motors, battery, sensors, motion capture,
 * delays.
 */
@NullMarked
package minitaur.sim.device;

import org.jspecify.annotations.NullMarked;
