/** Replay buffers in memory-mapped files. */
@NullMarked
package minitaur.controller.learn.replay;

import org.jspecify.annotations.NullMarked;
