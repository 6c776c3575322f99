/** Proximal policy optimization (Schulman et al. 2017, arXiv 1707.06347), an on-policy learner. */
@NullMarked
package minitaur.controller.learn.ppo;

import org.jspecify.annotations.NullMarked;
