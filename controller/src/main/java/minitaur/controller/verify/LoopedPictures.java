package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.FrameSource;

/**
 * A few pictures forwards and backwards, again and again, at 60 Hz and as fast as they are taken.
 */
final class LoopedPictures implements FrameSource {
  private static final long PERIOD_NANOS = 16_666_667;

  private final List<byte[]> pictures = new ArrayList<>();
  private final long frames;
  private int width;
  private int height;
  private long shown;

  /**
   * @param source read to its end and closed
   * @param frames how many pictures are shown
   */
  LoopedPictures(FrameSource source, long frames) throws CameraException {
    this.frames = frames;
    try (source;
        CameraFrame frame = new CameraFrame()) {
      while (source.read(frame)) {
        pictures.add(frame.grey());
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
    int round = 2 * pictures.size() - 2;
    int at = (int) (shown % round);
    byte[] picture = pictures.get(at < pictures.size() ? at : round - at);
    frame.set(picture, width, height, shown * PERIOD_NANOS);
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
