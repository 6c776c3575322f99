/**
 * Documents and validates the settings of a record. Meaning, unit, source and allowed values are
 * declared on the record that uses them, and a configuration file binds directly to it.
 */
@NullMarked
package minitaur.hal.settings;

import org.jspecify.annotations.NullMarked;
