/**
 * The same robot, computed: behind the seam a multibody simulation with motors, sensors and delays.
 */
@NullMarked
package minitaur.sim;

import org.jspecify.annotations.NullMarked;
