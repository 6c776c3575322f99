package minitaur.controller.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import minitaur.controller.format.mcap.McapWriter;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;

/** The directory of a run's recordings. Only the newest ones are kept. */
public final class RecordingDirectory {
  private static final Pattern NAME = Pattern.compile("episode-(\\d{6,})\\.mcap");

  private final Path directory;
  private final int keep;

  RecordingDirectory(Path directory, int keep) {
    this.directory = directory;
    this.keep = keep;
  }

  /** The recording file of an episode. */
  Path file(int episode) {
    return directory.resolve(Text.of("episode-%06d.mcap", episode));
  }

  /**
   * Prepares for a new recording: creates the directory and deletes the oldest recordings beyond
   * the limit.
   */
  void prepare(Path recording) throws IOException {
    Files.createDirectories(directory);
    List<Path> existing = new ArrayList<>(newestFirst(directory));
    existing.remove(recording);
    for (Path old : existing.subList(Math.min(keep - 1, existing.size()), existing.size())) {
      Files.deleteIfExists(old);
    }
  }

  /** All recordings. Longer names have larger numbers. */
  private static List<Path> newestFirst(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> NAME.matcher(name(file)).matches())
          .sorted(
              Comparator.comparingInt((Path file) -> name(file).length())
                  .thenComparing(RecordingDirectory::name)
                  .reversed())
          .toList();
    }
  }

  /**
   * The newest complete recording; null when there is none.
   *
   * @param directory need not exist
   */
  public static @Nullable Path newestComplete(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return null;
    }
    for (Path file : newestFirst(directory)) {
      if (McapWriter.isComplete(file)) {
        return file;
      }
    }
    return null;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
