/**
 * The operator's page: shows the state and the requests of the robot, and submits the operator's
 * commands to the {@link minitaur.controller.operator.OperatorPort}. Neither control nor learner
 * ever waits for it.
 */
@NullMarked
package minitaur.controller.console.web;

import org.jspecify.annotations.NullMarked;
