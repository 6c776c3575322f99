package minitaur.calibration.camera;

/**
 * A tag board as it was seen once.
 *
 * @param cameraFromBoard where it was
 * @param tags how many of its tags were seen
 * @param residualPixels root mean square distance of a corner from where that puts it
 * @param corners {@code [tags x 4 x 2]} where the corners were seen, pixels. Not to be modified.
 */
public record BoardSighting(
    RigidTransform cameraFromBoard, int tags, double residualPixels, float[] corners) {}
