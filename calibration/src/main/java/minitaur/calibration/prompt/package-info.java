/** What a procedure asks of the operator, whatever face he sees. */
@NullMarked
package minitaur.calibration.prompt;

import org.jspecify.annotations.NullMarked;
