/**
 * What a policy sees and does: observations, their history, actions and their way to the motors.
 */
@NullMarked
package minitaur.controller.learn.policy;

import org.jspecify.annotations.NullMarked;
