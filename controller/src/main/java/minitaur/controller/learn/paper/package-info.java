/**
 * Soft Actor-Critic (Haarnoja et al. 2018, "Soft Actor-Critic Algorithms and Applications"), one
 * class an equation. It knows states, actions and rewards as numbers, and nothing of a robot.
 */
@NullMarked
package minitaur.controller.learn.paper;

import org.jspecify.annotations.NullMarked;
