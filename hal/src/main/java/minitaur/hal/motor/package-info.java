/**
 * Driving a motor, on the robot and in simulation alike: the position law, the limits that are
 * always on, and heat.
 */
@NullMarked
package minitaur.hal.motor;

import org.jspecify.annotations.NullMarked;
