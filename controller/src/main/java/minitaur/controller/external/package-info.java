/**
 * Environments in other processes: protocol, client and server. See docs/gymnasium.md for the wire
 * format.
 */
@NullMarked
package minitaur.controller.external;

import org.jspecify.annotations.NullMarked;
