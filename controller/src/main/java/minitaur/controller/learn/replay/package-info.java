/** Keeps transitions in a memory-mapped file and draws batches from it. */
@NullMarked
package minitaur.controller.learn.replay;

import org.jspecify.annotations.NullMarked;
