package minitaur.controller.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * How much the files of a directory take and when one of them changed last.
 *
 * @param bytes their lengths together; what was reserved and never written counts too
 * @param lastChange newest time of a change; that of the directory when it is empty
 */
record DiskUsage(long bytes, Instant lastChange) {
  /** Looks at a directory whose files may come and go meanwhile. */
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
