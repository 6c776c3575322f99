/**
 * Training on two computers: collectors run episodes on robots and send them, a trainer learns from
 * them and hands out its newest policy. Whatever is killed or cut on the way, every finished
 * episode is learnt from exactly once.
 */
@NullMarked
package minitaur.controller.remote;

import org.jspecify.annotations.NullMarked;
