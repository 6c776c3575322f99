package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.FrameSource;

/**
 * Plays a few images forwards and backwards in a loop, with time stamps at 60 Hz, as fast as they
 * are read.
 */
final class LoopedImages implements FrameSource {
  private static final long PERIOD_NANOS = 16_666_667;

  private final List<byte[]> images = new ArrayList<>();
  private final long frames;
  private int width;
  private int height;
  private long shown;

  /**
   * @param source read to its end and closed
   * @param frames number of images to return
   */
  LoopedImages(FrameSource source, long frames) throws CameraException {
    this.frames = frames;
    try (source;
        CameraFrame frame = new CameraFrame()) {
      while (source.read(frame)) {
        images.add(frame.grey());
        width = frame.width();
        height = frame.height();
      }
    }
  }

  @Override
  public boolean read(CameraFrame frame) {
    if (shown == frames) {
      return false;
    }
    int round = 2 * images.size() - 2;
    int at = (int) (shown % round);
    byte[] image = images.get(at < images.size() ? at : round - at);
    frame.set(image, width, height, shown * PERIOD_NANOS);
    shown++;
    return true;
  }

  @Override
  public boolean isSequence() {
    return true;
  }

  @Override
  public void close() {}
}
