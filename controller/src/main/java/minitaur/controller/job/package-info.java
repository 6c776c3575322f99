/** What the commands do: each job builds its parts, runs them and says how it went. */
@NullMarked
package minitaur.controller.job;

import org.jspecify.annotations.NullMarked;
