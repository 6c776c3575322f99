/**
 * The operator's page in a browser: what the robot does and asks for is shown, and what the
 * operator says is handed to the {@link minitaur.controller.operator.OperatorPort}. It only looks:
 * neither control nor learner ever waits for it.
 */
@NullMarked
package minitaur.controller.console.web;

import org.jspecify.annotations.NullMarked;
