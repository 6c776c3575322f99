package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.FrameSource;

/**
 * Plays a few images forward and backward in a loop, with time stamps at 60 Hz, as fast as they are
 * read.
 */
final class LoopedFrameSource implements FrameSource {
  private static final long PERIOD_NANOS = 16_666_667;

  private final List<byte[]> images = new ArrayList<>();
  private final long frames;
  private int width;
  private int height;
  private long framesRead;

  /**
   * @param source read to its end and closed
   * @param frames number of images to return
   */
  LoopedFrameSource(FrameSource source, long frames) throws CameraException {
    this.frames = frames;
    try (source;
        CameraFrame frame = new CameraFrame()) {
      while (source.read(frame)) {
        images.add(frame.gray());
        width = frame.width();
        height = frame.height();
      }
    }
  }

  @Override
  public boolean read(CameraFrame frame) {
    if (framesRead == frames) {
      return false;
    }
    int cycle = 2 * images.size() - 2;
    int index = (int) (framesRead % cycle);
    byte[] image = images.get(index < images.size() ? index : cycle - index);
    frame.set(image, width, height, framesRead * PERIOD_NANOS);
    framesRead++;
    return true;
  }

  @Override
  public boolean isSequence() {
    return true;
  }

  @Override
  public void close() {}
}
