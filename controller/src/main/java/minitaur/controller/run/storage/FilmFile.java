package minitaur.controller.run.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Formats of a film. */
public enum FilmFile {
  /** An animated image with a palette of its own, endless. */
  GIF {
    @Override
    void encode(Film film, FileChannel channel) throws IOException {
      GifEncoder.encode(film, channel);
    }
  },
  /** H.264 video. */
  MP4 {
    @Override
    void encode(Film film, FileChannel channel) throws IOException {
      Mp4Encoder.encode(film, channel);
    }
  };

  abstract void encode(Film film, FileChannel channel) throws IOException;

  /** The format of the ending of a file's name, {@code .gif} or {@code .mp4}; empty for another. */
  public static Optional<FilmFile> of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    for (FilmFile format : values()) {
      if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /**
   * Writes a film.
   *
   * @param file replaced as a whole, or created
   * @throws IOException when the film cannot be drawn, as without fonts, or not be written
   */
  public void write(Film film, Path file) throws IOException {
    AtomicFile.write(file, channel -> encode(film, channel));
  }
}
