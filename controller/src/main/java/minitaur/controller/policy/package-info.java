/**
 * What a policy sees and does: observations, their history, actions and their way to the motors.
 */
@NullMarked
package minitaur.controller.policy;

import org.jspecify.annotations.NullMarked;
