/**
 * Procedures that find a robot's numbers: motor zeros and directions, inertial measurement unit,
 * camera, motor identification.
 */
@NullMarked
package minitaur.calibration;

import org.jspecify.annotations.NullMarked;
