/** Conversion of IMU readings to the trunk's orientation and angular rates. */
@NullMarked
package minitaur.hal.imu;

import org.jspecify.annotations.NullMarked;
