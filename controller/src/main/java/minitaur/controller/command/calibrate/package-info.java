/** The calibration commands. */
@NullMarked
package minitaur.controller.command.calibrate;

import org.jspecify.annotations.NullMarked;
