/**
 * Sweeps: training runs over many settings and seeds, on this computer or on a cluster. Each run
 * has a directory; a finished run is not repeated, and an interrupted one is resumed.
 */
@NullMarked
package minitaur.controller.sweep;

import org.jspecify.annotations.NullMarked;
