package minitaur.controller.command.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import minitaur.hal.file.FileErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that only its owner may read. */
final class SecretFile {
  private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SecretFile() {}

  /** Whether users other than the owner can read {@code file}. */
  static boolean isExposed(Path file) throws IOException {
    if (Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    return permissions.contains(PosixFilePermission.GROUP_READ)
        || permissions.contains(PosixFilePermission.OTHERS_READ);
  }

  /**
   * Makes sure that only the owner can read or write {@code file}.
   *
   * @throws IOException when others can, and the permissions cannot be changed
   */
  static void protect(Path file) throws IOException {
    if (!isExposed(file)) {
      return;
    }
    try {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    } catch (IOException e) {
      throw new IOException(
          "%s holds a secret that other users can read, and its permissions cannot be changed (%s);"
                  .formatted(file, FileErrors.reason(e))
              + " run \"chmod 600 %s\" as its owner".formatted(file),
          e);
    }
    LOG.warn(
        "{} holds a secret and was readable by other users; now only its owner can read it. Replace"
            + " the secret if others may have seen it.",
        file);
  }
}
