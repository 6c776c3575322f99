package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** The camera that stands in for motion capture. */
public record CameraConfig(
    @Setting(doc = "The camera; best a name under /dev/v4l/by-id, which stays.") String device,
    @Setting(doc = "Width of its pictures; the lens must be calibrated with it.", unit = "pixels")
        int width,
    @Setting(doc = "Height of its pictures.", unit = "pixels") int height,
    @Setting(doc = "Pictures a second.", unit = "Hz") double rate,
    @Setting(
            doc =
                "Exposure; 0 leaves it to the camera, which in dim light makes it long and pictures"
                    + " blurred.",
            unit = "s")
        double exposure,
    @Setting(
            doc = "From the middle of the exposure to the driver's time stamp.",
            unit = "s",
            source = "half an exposure and the readout of a picture at 60 Hz")
        double delay,
    @Setting(
            doc =
                "True length of what is printed over what it should be: what the bar of 100 mm"
                    + " measures, over 100 mm.")
        double printScale,
    @Setting(
            doc =
                "Standard deviation of a coordinate; takes the place of"
                    + " tracking.positionDeviation.",
            unit = "m",
            source = "least error of the velocity, minitaur bench camera")
        double positionDeviation) {

  /** Refuses impossible values. */
  public CameraConfig {
    require(!device.isBlank(), "device", "\"\"", "the camera's path, such as /dev/video0");
    require(width >= 16 && width <= 16_384, "width", width, "16 to 16384");
    require(height >= 16 && height <= 16_384, "height", height, "16 to 16384");
    require(rate >= 1 && rate <= 1000, "rate", rate, "1 to 1000");
    require(exposure >= 0 && exposure <= 1, "exposure", exposure, "0 to 1");
    require(delay >= 0 && delay <= 1, "delay", delay, "0 to 1");
    require(printScale >= 0.5 && printScale <= 2, "printScale", printScale, "0.5 to 2");
    require(
        positionDeviation > 0 && positionDeviation <= 0.1,
        "positionDeviation",
        positionDeviation,
        "above 0, up to 0.1");
  }

  /** A usual camera with short exposure. */
  public static CameraConfig defaults() {
    return new CameraConfig("/dev/video0", 1280, 720, 60, 0.004, 0.010, 1, 0.002);
  }
}
