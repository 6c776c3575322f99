/**
 * Device models between the dynamics and the robot interface: motors, battery, sensors, motion
 * capture, delays.
 */
@NullMarked
package minitaur.sim.device;

import org.jspecify.annotations.NullMarked;
