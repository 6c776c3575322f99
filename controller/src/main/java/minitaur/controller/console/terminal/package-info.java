/**
 * Operator interfaces without a browser: keys of a terminal, lines of a stream, and files with
 * commands.
 */
@NullMarked
package minitaur.controller.console.terminal;

import org.jspecify.annotations.NullMarked;
