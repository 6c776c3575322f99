/** Records episodes as MCAP files, which Foxglove and Lichtblick show as plots and a 3D scene. */
@NullMarked
package minitaur.controller.record;

import org.jspecify.annotations.NullMarked;
