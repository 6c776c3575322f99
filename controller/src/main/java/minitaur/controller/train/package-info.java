/**
 * Training: how episodes, replay and learner take turns or run side by side, what is kept so that a
 * run can go on, and how a policy is measured.
 */
@NullMarked
package minitaur.controller.train;

import org.jspecify.annotations.NullMarked;
