package minitaur.hal.file;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

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
      return "exists already";
    }
    if (e instanceof NotDirectoryException) {
      return "not a directory";
    }
    return e instanceof DirectoryNotEmptyException ? "directory is not empty" : "";
  }
}
