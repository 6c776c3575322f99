package minitaur.controller.external;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Locates the server of Gymnasium environments, a Python program. */
final class GymnasiumServer {
  private static final String FILE = "experiments/gymnasium/minitaur_gymnasium/server.py";
  private static final String MODULE = "minitaur_gymnasium.server";

  private GymnasiumServer() {}

  /**
   * The command without the environment id: runs the file in the source tree that contains this
   * program or the working directory, or else the installed module.
   */
  static List<String> command(String python) {
    Path file = findUpwards(programPath());
    if (file == null) {
      file = findUpwards(Path.of("").toAbsolutePath());
    }
    return file == null ? List.of(python, "-m", MODULE) : List.of(python, file.toString());
  }

  private static @Nullable Path findUpwards(@Nullable Path start) {
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path file = folder.resolve(FILE);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }

  private static @Nullable Path programPath() {
    CodeSource source = GymnasiumServer.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return null;
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null;
    }
  }
}
