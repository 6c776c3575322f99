/**
 * The one port between the robot's side and its operator: what the robot is doing, what it asks
 * for, what it is told. Operator interfaces (web page, terminal, headless) use it and know nothing
 * else.
 */
@NullMarked
package minitaur.controller.operator;

import org.jspecify.annotations.NullMarked;
