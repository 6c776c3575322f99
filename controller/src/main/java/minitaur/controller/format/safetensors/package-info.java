/** Reads and writes safetensors, a published format of named arrays with a header in JSON. */
@NullMarked
package minitaur.controller.format.safetensors;

import org.jspecify.annotations.NullMarked;
