package minitaur.controller.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Version and git revision of the sources of this program.
 *
 * @param version the project's version
 * @param revision full git commit hash, or {@value #UNKNOWN} when built outside a git repository
 * @param dirty whether tracked files differed from that commit
 */
public record BuildInfo(String version, String revision, boolean dirty) {
  /** Revision of sources that are not in a git repository. */
  public static final String UNKNOWN = "unknown";

  private static final String DIRTY_SUFFIX = "-dirty";
  private static final String RESOURCE = "build.properties";

  /** Reads the resource written by the build. */
  public static BuildInfo read() {
    try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            "The program has no " + RESOURCE + "; it was not built by Maven. Run: mvn package");
      }
      Properties properties = new Properties();
      properties.load(in);
      return parse(
          properties.getProperty("version", UNKNOWN), properties.getProperty("revision", UNKNOWN));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + RESOURCE, e);
    }
  }

  /**
   * Parses a revision as described by git.
   *
   * @param description commit hash, with the suffix {@code "-dirty"} when tracked files were
   *     changed
   */
  static BuildInfo parse(String version, String description) {
    boolean dirty = description.endsWith(DIRTY_SUFFIX);
    int end = description.length() - (dirty ? DIRTY_SUFFIX.length() : 0);
    return new BuildInfo(version, description.substring(0, end), dirty);
  }

  /** The revision, with the suffix {@code "-dirty"} when the sources had been changed. */
  public String describeRevision() {
    return dirty ? revision + DIRTY_SUFFIX : revision;
  }
}
