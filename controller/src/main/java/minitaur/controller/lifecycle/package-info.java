/**
 * The life of an episode: who begins it, what happens when it is over, and when the operator is
 * asked. docs/episode-life.md draws it.
 */
@NullMarked
package minitaur.controller.lifecycle;

import org.jspecify.annotations.NullMarked;
