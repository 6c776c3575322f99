/** Operator interfaces of a run or a procedure: terminal, file and page together. */
@NullMarked
package minitaur.controller.console;

import org.jspecify.annotations.NullMarked;
