/**
 * Binds records to YAML: reads settings with an error message for every mistake, and writes them
 * with their meaning, unit and source.
 */
@NullMarked
package minitaur.controller.config;

import org.jspecify.annotations.NullMarked;
