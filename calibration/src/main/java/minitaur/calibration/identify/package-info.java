/** Identification of motor parameters and latencies from motions on a stand. */
@NullMarked
package minitaur.calibration.identify;

import org.jspecify.annotations.NullMarked;
