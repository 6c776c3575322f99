/**
 * Soft Actor-Critic (Haarnoja et al. 2018, "Soft Actor-Critic Algorithms and Applications"), with
 * one class per equation. Independent of the robot: states, actions and rewards are plain numbers.
 */
@NullMarked
package minitaur.controller.learn.paper;

import org.jspecify.annotations.NullMarked;
