/**
 * Motor control for both the robot and the simulation: position law, permanent limits, thermal
 * model.
 */
@NullMarked
package minitaur.hal.motor;

import org.jspecify.annotations.NullMarked;
