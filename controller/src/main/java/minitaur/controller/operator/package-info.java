/**
 * Interface between the robot and its operator: state of the robot, requests to the operator, and
 * commands of the operator. Operator interfaces (web page, terminal, headless) depend only on this
 * package.
 */
@NullMarked
package minitaur.controller.operator;

import org.jspecify.annotations.NullMarked;
