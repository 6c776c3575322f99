/**
 * Operator interfaces without a browser: keys of a terminal, lines of a stream, a file that
 * answers.
 */
@NullMarked
package minitaur.controller.console.terminal;

import org.jspecify.annotations.NullMarked;
