/**
 * Describes and checks the settings of a record: meaning, unit, source and allowed values stand at
 * the record that uses them, and a configuration file binds directly to it.
 */
@NullMarked
package minitaur.hal.settings;

import org.jspecify.annotations.NullMarked;
