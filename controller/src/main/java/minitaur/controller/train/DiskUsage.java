package minitaur.controller.train;

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
 * @param lastModified latest modification time of a file; that of the directory when it is empty
 */
record DiskUsage(long bytes, Instant lastModified) {
  /** Scans a directory. Files may be created and deleted meanwhile. */
  static DiskUsage of(Path directory) throws IOException {
    UsageVisitor visitor = new UsageVisitor(Files.getLastModifiedTime(directory).toInstant());
    Files.walkFileTree(directory, visitor);
    return new DiskUsage(visitor.bytes, visitor.lastModified);
  }

  private static final class UsageVisitor extends SimpleFileVisitor<Path> {
    private boolean empty = true;
    private Instant lastModified;
    private long bytes;

    UsageVisitor(Instant directoryModified) {
      lastModified = directoryModified;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      Instant modified = attributes.lastModifiedTime().toInstant();
      lastModified = empty || modified.isAfter(lastModified) ? modified : lastModified;
      empty = false;
      bytes += attributes.size();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException deleted) {
      return FileVisitResult.CONTINUE;
    }
  }
}
