/** Measurements on a robot at rest (mean, noise, stillness), and least squares. */
@NullMarked
package minitaur.calibration.measure;

import org.jspecify.annotations.NullMarked;
