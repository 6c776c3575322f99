package minitaur.hal.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * Messages of file errors for users. Those of the JDK only name the file where the class of the
 * exception gives the reason.
 */
public final class FileErrors {
  private FileErrors() {}

  /** The message of the exception, with the file and the reason if it is an error of a file. */
  public static String message(Exception e) {
    String reason = classReason(e);
    return reason.isEmpty()
        ? String.valueOf(e.getMessage())
        : ((FileSystemException) e).getFile() + ": " + reason;
  }

  /** The same as {@link #message} without the file, for messages that already name it. */
  public static String reason(Exception e) {
    String reason = classReason(e);
    return reason.isEmpty() ? String.valueOf(e.getMessage()) : reason;
  }

  /**
   * An error of writing {@code file} that names it. Those of the JDK name a temporary file in its
   * place, or none at all when a disk is full.
   */
  public static IOException naming(Path file, IOException e) {
    boolean hasReason = e instanceof FileSystemException error && error.getReason() != null;
    String reason = hasReason ? ((FileSystemException) e).getReason() : reason(e);
    FileSystemException named =
        e instanceof NoSuchFileException
            ? new NoSuchFileException(file.toString())
            : new FileSystemException(file.toString(), null, reason);
    named.initCause(e);
    return named;
  }

  private static String classReason(Exception e) {
    if (!(e instanceof FileSystemException error) || error.getReason() != null) {
      return "";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "already exists";
    }
    if (e instanceof NotDirectoryException) {
      return "not a directory";
    }
    return e instanceof DirectoryNotEmptyException ? "directory is not empty" : "";
  }
}
