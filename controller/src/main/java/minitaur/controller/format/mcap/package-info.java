/** Writer of MCAP files, a container format of robot log viewers: indexed messages on channels. */
@NullMarked
package minitaur.controller.format.mcap;

import org.jspecify.annotations.NullMarked;
