package minitaur.calibration.camera;

/**
 * Detection of a tag board in one image.
 *
 * @param cameraFromBoard pose of the board in the camera's frame
 * @param tags number of detected tags
 * @param residualPixels RMS reprojection error of the corners
 * @param corners {@code [tags x 4 x 2]} detected corners, pixels. Not to be modified.
 */
public record TagBoardDetection(
    RigidTransform cameraFromBoard, int tags, double residualPixels, float[] corners) {}
