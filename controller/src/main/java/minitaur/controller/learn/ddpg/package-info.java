/**
 * DDPG, deep deterministic policy gradient (Lillicrap et al. 2016, arXiv 1509.02971), as the
 * special case of {@link minitaur.controller.learn.td3.Td3} with one critic.
 */
@NullMarked
package minitaur.controller.learn.ddpg;

import org.jspecify.annotations.NullMarked;
