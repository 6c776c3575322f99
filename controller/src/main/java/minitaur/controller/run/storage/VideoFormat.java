package minitaur.controller.run.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import minitaur.hal.file.AtomicFile;

/** File formats of videos. */
public enum VideoFormat {
  /** Animated image with its own palette, looping forever. */
  GIF {
    @Override
    void encode(Video video, FileChannel channel) throws IOException {
      GifEncoder.encode(video, channel);
    }
  },
  /** H.264 video. */
  MP4 {
    @Override
    void encode(Video video, FileChannel channel) throws IOException {
      Mp4Encoder.encode(video, channel);
    }
  };

  abstract void encode(Video video, FileChannel channel) throws IOException;

  /** The format of a file extension, {@code .gif} or {@code .mp4}; empty for any other. */
  public static Optional<VideoFormat> of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> name.endsWith("." + format.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /**
   * Writes a video.
   *
   * @param file replaced atomically or created
   * @throws IOException when the video cannot be drawn, for example without fonts, or cannot be
   *     written
   */
  public void write(Video video, Path file) throws IOException {
    AtomicFile.write(file, channel -> encode(video, channel));
  }
}
