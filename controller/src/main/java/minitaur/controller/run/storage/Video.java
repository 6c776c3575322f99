package minitaur.controller.run.storage;

import java.awt.Graphics2D;

/** A sequence of images of the same size, drawn on demand in any order. */
public interface Video {
  /** Width, in pixels. */
  int width();

  /** Height, in pixels. */
  int height();

  /** Frame rate, 1/s. */
  int framesPerSecond();

  /** Number of frames. */
  int frames();

  /** Draws frame {@code index} on a white background. */
  void paint(int index, Graphics2D graphics);
}
