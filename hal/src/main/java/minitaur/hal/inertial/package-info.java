/** Conversion of IMU readings to the trunk's orientation and angular rates. */
@NullMarked
package minitaur.hal.inertial;

import org.jspecify.annotations.NullMarked;
