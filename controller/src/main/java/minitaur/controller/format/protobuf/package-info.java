/** Encoder of the wire format of protocol buffers. */
@NullMarked
package minitaur.controller.format.protobuf;

import org.jspecify.annotations.NullMarked;
