/**
 * Soft Q-learning (Haarnoja et al. 2017, arXiv 1702.08165): a sampling network learns an
 * energy-based policy by Stein variational gradient descent.
 */
@NullMarked
package minitaur.controller.learn.sql;

import org.jspecify.annotations.NullMarked;
