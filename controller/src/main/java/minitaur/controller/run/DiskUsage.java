package minitaur.controller.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Total size and last modification time of the files in a directory.
 *
 * @param bytes sum of the file lengths, including preallocated space
 * @param lastChange latest modification time of a file; that of the directory when it is empty
 */
record DiskUsage(long bytes, Instant lastChange) {
  /** Scans a directory. Files may be created and deleted meanwhile. */
  static DiskUsage of(Path directory) throws IOException {
    Sum sum = new Sum(Files.getLastModifiedTime(directory).toInstant());
    Files.walkFileTree(directory, sum);
    return new DiskUsage(sum.bytes, sum.newest);
  }

  private static final class Sum extends SimpleFileVisitor<Path> {
    private boolean empty = true;
    private Instant newest;
    private long bytes;

    Sum(Instant ofDirectory) {
      newest = ofDirectory;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      Instant changed = attributes.lastModifiedTime().toInstant();
      newest = empty || changed.isAfter(newest) ? changed : newest;
      empty = false;
      bytes += attributes.size();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }
  }
}
