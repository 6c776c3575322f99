/**
 * Environments in other processes: the protocol, its client and its server. See docs/gymnasium.md
 * for the bytes.
 */
@NullMarked
package minitaur.controller.external;

import org.jspecify.annotations.NullMarked;
