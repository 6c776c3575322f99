/** Writer of ONNX models. */
@NullMarked
package minitaur.controller.format.onnx;

import org.jspecify.annotations.NullMarked;
