package minitaur.calibration;

/**
 * Intrinsics of a camera: a pinhole model with Brown-Conrady distortion, as in OpenCV. With x =
 * X/Z, y = Y/Z (x right, y down, z forward) and r^2 = x^2 + y^2
 *
 * <pre>
 * x' = x (1 + k1 r^2 + k2 r^4 + k3 r^6) + 2 p1 x y + p2 (r^2 + 2 x^2)
 * y' = y (1 + k1 r^2 + k2 r^4 + k3 r^6) + p1 (r^2 + 2 y^2) + 2 p2 x y
 * u = focalX x' + centreX,  v = focalY y' + centreY
 * </pre>
 *
 * with the center of the first pixel at (0, 0).
 *
 * @param date of the calibration
 * @param procedure that determined it
 * @param size of the calibration images; the intrinsics are not valid for other sizes
 * @param pinhole focal lengths and principal point
 * @param distortion of the lens
 * @param views number of views used
 * @param residualPixels RMS reprojection error of the corners
 */
public record CameraIntrinsics(
    String date,
    String procedure,
    ImageSize size,
    Pinhole pinhole,
    Distortion distortion,
    int views,
    double residualPixels) {

  /** Size of an image in pixels. */
  public record ImageSize(int widthPixels, int heightPixels) {
    private static final int MAX_SIDE_PIXELS = 16_384;

    /** Rejects out-of-range sizes. */
    public ImageSize {
      if (widthPixels < 16
          || heightPixels < 16
          || widthPixels > MAX_SIDE_PIXELS
          || heightPixels > MAX_SIDE_PIXELS) {
        throw new IllegalArgumentException(
            "an image of %d x %d pixels; allowed: 16 to %d"
                .formatted(widthPixels, heightPixels, MAX_SIDE_PIXELS));
      }
    }
  }

  /**
   * Pinhole model.
   *
   * @param focalXPixels focal length in pixel widths
   * @param focalYPixels focal length in pixel heights
   * @param centreXPixels x coordinate of the principal point
   * @param centreYPixels y coordinate of the principal point
   */
  public record Pinhole(
      Estimate focalXPixels,
      Estimate focalYPixels,
      Estimate centreXPixels,
      Estimate centreYPixels) {
    private static final double MAX_PIXELS = 1e6;

    /** Rejects focal lengths that are not positive. */
    public Pinhole {
      if (!(focalXPixels.value() > 0 && focalYPixels.value() > 0)) {
        throw new IllegalArgumentException(
            "focal lengths are %s and %s; allowed: above 0"
                .formatted(focalXPixels.value(), focalYPixels.value()));
      }
      focalXPixels.requireWithin(0, MAX_PIXELS, "focalXPixels");
      focalYPixels.requireWithin(0, MAX_PIXELS, "focalYPixels");
      centreXPixels.requireWithin(-MAX_PIXELS, MAX_PIXELS, "centreXPixels");
      centreYPixels.requireWithin(-MAX_PIXELS, MAX_PIXELS, "centreYPixels");
    }
  }

  /**
   * Distortion coefficients of a lens.
   *
   * @param k1 radial distortion, r^2
   * @param k2 radial distortion, r^4
   * @param p1 tangential distortion
   * @param p2 tangential distortion
   * @param k3 radial distortion, r^6; 0 unless the views require it
   */
  public record Distortion(double k1, double k2, double p1, double p2, double k3) {
    private static final double MAX_SUM = 1000;

    public Distortion {
      double sum = Math.abs(k1) + Math.abs(k2) + Math.abs(p1) + Math.abs(p2) + Math.abs(k3);
      if (!(sum <= MAX_SUM)) {
        throw new IllegalArgumentException(
            "the distortion is %s, %s, %s, %s, %s; allowed: -%s to %s"
                .formatted(k1, k2, p1, p2, k3, MAX_SUM, MAX_SUM));
      }
    }
  }

  public CameraIntrinsics {
    if (!(residualPixels >= 0 && residualPixels <= size.widthPixels()) || views < 0) {
      throw new IllegalArgumentException(
          "%d views with a residual of %s pixels; allowed: at least 0, and 0 to the image's width"
              .formatted(views, residualPixels));
    }
  }
}
