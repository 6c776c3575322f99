package minitaur.calibration;

/**
 * What a camera does to what it sees: a pinhole with the distortion of Brown and Conrady, as OpenCV
 * has it. With x = X/Z, y = Y/Z (x right, y down, z ahead) and r^2 = x^2 + y^2
 *
 * <pre>
 * x' = x (1 + k1 r^2 + k2 r^4 + k3 r^6) + 2 p1 x y + p2 (r^2 + 2 x^2)
 * y' = y (1 + k1 r^2 + k2 r^4 + k3 r^6) + p1 (r^2 + 2 y^2) + 2 p2 x y
 * u = focalX x' + centreX,  v = focalY y' + centreY
 * </pre>
 *
 * and the middle of the first pixel at (0, 0).
 *
 * @param date when it was found
 * @param procedure how it was found
 * @param widthPixels of the images that it was found with; of other sizes it does not hold
 * @param heightPixels see width
 * @param focalXPixels focal length in pixels' widths
 * @param focalYPixels focal length in pixels' heights
 * @param centreXPixels where the optical axis meets the image
 * @param centreYPixels see x
 * @param k1 radial distortion
 * @param k2 radial distortion
 * @param p1 tangential distortion
 * @param p2 tangential distortion
 * @param k3 radial distortion; 0 unless the views demand it
 * @param views how many views it was found from
 * @param residualPixels root mean square distance of a corner from where these numbers put it
 */
public record CameraIntrinsics(
    String date,
    String procedure,
    int widthPixels,
    int heightPixels,
    Estimate focalXPixels,
    Estimate focalYPixels,
    Estimate centreXPixels,
    Estimate centreYPixels,
    double k1,
    double k2,
    double p1,
    double p2,
    double k3,
    int views,
    double residualPixels) {

  private static final int LARGEST_SIDE = 16_384;

  public CameraIntrinsics {
    if (widthPixels < 16
        || heightPixels < 16
        || widthPixels > LARGEST_SIDE
        || heightPixels > LARGEST_SIDE) {
      throw new IllegalArgumentException(
          "an image of %d x %d pixels; allowed: 16 to %d"
              .formatted(widthPixels, heightPixels, LARGEST_SIDE));
    }
    if (!(focalXPixels.value() > 0 && focalYPixels.value() > 0)) {
      throw new IllegalArgumentException(
          "focal lengths are %s and %s; allowed: above 0"
              .formatted(focalXPixels.value(), focalYPixels.value()));
    }
    if (!Double.isFinite(k1 + k2 + p1 + p2 + k3)) {
      throw new IllegalArgumentException("the distortion has coefficients that are no numbers");
    }
    if (!(residualPixels >= 0) || views < 0) {
      throw new IllegalArgumentException("residual and views are at least 0");
    }
  }
}
