/** The command that emulates a robot: board, motion capture and a scripted operator. */
@NullMarked
package minitaur.controller.command.emulate;

import org.jspecify.annotations.NullMarked;
