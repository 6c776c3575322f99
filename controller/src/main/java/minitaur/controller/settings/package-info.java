/** The complete configuration of a run; each section is a record of the package that uses it. */
@NullMarked
package minitaur.controller.settings;

import org.jspecify.annotations.NullMarked;
