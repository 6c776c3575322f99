/** Requests of a procedure to the operator, independent of the operator interface. */
@NullMarked
package minitaur.calibration.prompt;

import org.jspecify.annotations.NullMarked;
