/**
 * Lifecycle of episodes: how an episode starts, what happens after it ends, and when the operator
 * is asked. See the diagram in docs/episode-lifecycle.md.
 */
@NullMarked
package minitaur.controller.lifecycle;

import org.jspecify.annotations.NullMarked;
