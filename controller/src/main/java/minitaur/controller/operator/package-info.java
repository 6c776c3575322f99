/**
 * The one port between the robot's side and its operator: what the robot is doing, what it asks
 * for, what it is told. Faces (web page, terminal, headless) stand on it and know nothing else.
 */
@NullMarked
package minitaur.controller.operator;

import org.jspecify.annotations.NullMarked;
