/**
 * The configuration of a run: a tree of records that is read from YAML, checked on construction and
 * printed whole into every run.
 */
@NullMarked
package minitaur.controller.config;

import org.jspecify.annotations.NullMarked;
