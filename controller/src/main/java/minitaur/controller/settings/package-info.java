/** The configuration of a run: the record of all sections, each owned by the area that uses it. */
@NullMarked
package minitaur.controller.settings;

import org.jspecify.annotations.NullMarked;
