/**
 * TD3, twin delayed deep deterministic policy gradient (Fujimoto et al. 2018, arXiv 1802.09477).
 */
@NullMarked
package minitaur.controller.learn.td3;

import org.jspecify.annotations.NullMarked;
