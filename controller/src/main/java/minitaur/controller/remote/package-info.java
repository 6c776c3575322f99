/**
 * Distributed training: collectors run episodes on robots and upload them; a trainer learns from
 * them and serves its newest policy. Every finished episode is learned from exactly once, even
 * across crashes and network failures.
 */
@NullMarked
package minitaur.controller.remote;

import org.jspecify.annotations.NullMarked;
