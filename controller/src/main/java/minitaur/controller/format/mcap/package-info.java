/** Writes MCAP files, the container that robot log viewers open: messages on channels, indexed. */
@NullMarked
package minitaur.controller.format.mcap;

import org.jspecify.annotations.NullMarked;
