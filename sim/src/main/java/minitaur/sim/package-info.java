/**
 * Simulated robot behind the robot interface: multibody dynamics with models of motors, sensors and
 * delays.
 */
@NullMarked
package minitaur.sim;

import org.jspecify.annotations.NullMarked;
