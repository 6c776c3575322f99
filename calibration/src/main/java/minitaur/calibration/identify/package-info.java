/** What motors and latencies really are, from a motion on a stand. */
@NullMarked
package minitaur.calibration.identify;

import org.jspecify.annotations.NullMarked;
