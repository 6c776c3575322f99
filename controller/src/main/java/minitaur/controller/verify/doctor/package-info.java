/** Checks a robot before its first motion: sensor readings, their directions, and the computer. */
@NullMarked
package minitaur.controller.verify.doctor;

import org.jspecify.annotations.NullMarked;
