/** Reader and writer of the safetensors format: named arrays with a JSON header. */
@NullMarked
package minitaur.controller.format.safetensors;

import org.jspecify.annotations.NullMarked;
