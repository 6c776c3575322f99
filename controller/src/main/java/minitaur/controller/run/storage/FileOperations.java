package minitaur.controller.run.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The few things that a durable queue does to files. Each is one step after which a process may be
 * killed or the power may fail; a test cuts a sequence of them at any place, or runs out of disk.
 */
public interface FileOperations {
  /** What ends the name of a file that is being written. */
  String PART = ".part";

  /** Writes a file's whole content in place and waits until the disk has it. */
  void writeForced(Path file, byte[] content) throws IOException;

  /** Adds to the end of a file, which is made when it is missing. Does not wait for the disk. */
  void append(Path file, byte[] content) throws IOException;

  /** Waits until the disk has what was written to a file. */
  void force(Path file) throws IOException;

  /** Cuts a file to its first {@code length} bytes and waits until the disk has that. */
  void truncate(Path file, long length) throws IOException;

  /** Gives a file another name, in place of what had that name; all or nothing. */
  void rename(Path from, Path to) throws IOException;

  /** Waits until the disk has the names that a directory holds. */
  void forceDirectory(Path directory) throws IOException;

  /** Deletes a file; one that is not there is deleted already. */
  void delete(Path file) throws IOException;

  /** A file's whole content. */
  byte[] read(Path file) throws IOException;

  /** The files of a directory, without its directories, by name. */
  List<Path> list(Path directory) throws IOException;

  /**
   * Writes a file aside, as {@code NAME.part}, and renames it into place, so that under its own
   * name it is whole or not there.
   *
   * @throws IOException when it cannot be written; what had the name before is then still there
   */
  default void replace(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + PART);
    try {
      writeForced(aside, content);
      rename(aside, file);
    } catch (IOException e) {
      try {
        delete(aside);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    forceDirectory(file.resolveSibling(""));
  }
}
