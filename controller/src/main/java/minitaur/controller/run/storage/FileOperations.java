package minitaur.controller.run.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * File operations of a durable queue. A crash or power failure can occur between any two of them;
 * tests inject crashes and full disks at every operation.
 */
public interface FileOperations {
  /** Suffix of a file that is being written. */
  String PARTIAL_SUFFIX = ".part";

  /** Writes a file's complete content in place and flushes it to disk. */
  void writeForced(Path file, byte[] content) throws IOException;

  /** Appends to a file, creating it if it does not exist. Does not flush to disk. */
  void append(Path file, byte[] content) throws IOException;

  /** Flushes a file to disk. */
  void force(Path file) throws IOException;

  /** Truncates a file to its first {@code length} bytes and flushes it to disk. */
  void truncate(Path file, long length) throws IOException;

  /** Renames a file atomically, replacing an existing target. */
  void rename(Path from, Path to) throws IOException;

  /** Flushes the entries of a directory to disk. */
  void forceDirectory(Path directory) throws IOException;

  /** Deletes a file if it exists. */
  void delete(Path file) throws IOException;

  /** Reads a file's complete content. */
  byte[] read(Path file) throws IOException;

  /** Lists the regular files of a directory, sorted by name. */
  List<Path> list(Path directory) throws IOException;

  /**
   * Writes a temporary file {@code NAME.part} and renames it into place, so that the file is always
   * complete under its own name.
   *
   * @throws IOException when it cannot be written; an existing file is then preserved
   */
  default void replace(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + PARTIAL_SUFFIX);
    try {
      writeForced(temporary, content);
      rename(temporary, file);
    } catch (IOException e) {
      try {
        delete(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
    forceDirectory(file.resolveSibling(""));
  }
}
