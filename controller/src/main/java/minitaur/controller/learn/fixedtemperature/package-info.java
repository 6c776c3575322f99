/** Soft Actor-Critic with a fixed temperature (Haarnoja et al. 2018, arXiv 1801.01290). */
@NullMarked
package minitaur.controller.learn.fixedtemperature;

import org.jspecify.annotations.NullMarked;
