/**
 * Camera calibration with an operator: intrinsics from a chessboard, pose from floor tags or a
 * walk.
 */
@NullMarked
package minitaur.calibration.camera.procedure;

import org.jspecify.annotations.NullMarked;
