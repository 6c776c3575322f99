package minitaur.controller.train;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minitaur.controller.config.ConfigDifferences;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether a run can be resumed, and with which configuration. A checkpoint contains the
 * configuration that it was made with; a run with a different config.yaml resumes only if the user
 * accepts it. Does not write files.
 */
public final class ResumeCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ResumeCheck.class);

  /** Name of the configuration file. */
  private static final String CONFIG_FILE = "config.yaml";

  private ResumeCheck() {}

  /**
   * The configuration with which a run resumes.
   *
   * @param overrides settings that the user changes
   * @param acceptConfig whether to accept a config.yaml that differs from the checkpoint's
   * @throws TrainingException if the run cannot be resumed
   * @throws minitaur.controller.run.RunDirectoryException if the directory contains no run
   * @throws ConfigException if the configuration or an override is invalid
   */
  public static ControllerConfig config(
      Path run, List<ConfigOverride> overrides, boolean acceptConfig) throws IOException {
    List<String> differences = check(run);
    if (!differences.isEmpty() && !acceptConfig) {
      throw new TrainingException(rejection(run, differences));
    }
    for (String difference : differences) {
      LOG.warn("Accepted: {}.", printable(difference));
    }
    return ControllerConfig.ofRun(run, overrides);
  }

  /** Why the run cannot be resumed; empty if it can. */
  public static String problem(Path run) throws IOException {
    try {
      List<String> differences = check(run);
      return differences.isEmpty() ? "" : rejection(run, differences);
    } catch (TrainingException | ConfigException e) {
      return printable(String.valueOf(e.getMessage()));
    }
  }

  /** Replaces control characters, which a damaged file may contain. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
  }

  private static String rejection(Path run, List<String> differences) {
    return "%s does not belong to the run's checkpoint: %s. Restore it from %s, or accept it with --accept-config."
        .formatted(
            run.resolve(CONFIG_FILE),
            printable(ConfigDifferences.summary(differences)),
            RunDirectory.configBackup(run));
  }

  /**
   * Differences between config.yaml and the configuration in the checkpoint.
   *
   * @throws TrainingException if the run cannot be resumed at all
   */
  private static List<String> check(Path run) throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    Path file = run.resolve(CONFIG_FILE);
    if (!Files.exists(file)) {
      Path backup = RunDirectory.configBackup(run);
      if (!Files.exists(backup)) {
        ControllerConfig.ofRun(run, List.of()); // Throws: the directory contains no run.
      }
      throw new TrainingException("%s is missing. Restore it from %s.".formatted(file, backup));
    }
    if (!Files.isDirectory(checkpoints) || !Checkpoint.exists(checkpoints)) {
      requireNoSteps(run);
      return List.of();
    }
    DataInputStream in = Checkpoint.readNewest(checkpoints);
    long head = replayHead(in);
    String stored = readConfig(in);
    Path replay = run.resolve("replay.bin");
    if (!Files.exists(replay)) {
      throw new TrainingException(
          "%s is missing; the checkpoint needs its %d records. Restore the file from a copy, or start a new run."
              .formatted(replay, head));
    }
    return differences(stored, new String(Files.readAllBytes(file), StandardCharsets.UTF_8), run);
  }

  /** A run without a checkpoint restarts from the beginning, unless it has already taken steps. */
  private static void requireNoSteps(Path run) throws IOException {
    requireNoSteps(
        run.resolve("checkpoints"),
        CompactReplayBuffer.records(run.resolve("replay.bin")) > 0
            || hasRows(run.resolve(RunDirectory.EPISODES))
            || hasRows(run.resolve(RunDirectory.PROGRESS)));
  }

  private static boolean hasRows(Path table) throws IOException {
    return Files.exists(table)
        && new String(Files.readAllBytes(table), StandardCharsets.UTF_8).lines().count() > 1;
  }

  static void requireNoSteps(Path checkpoints, boolean hasSteps) throws TrainingException {
    if (hasSteps) {
      throw new TrainingException(
          "%s contains no checkpoint, although the run has taken steps, so it cannot be resumed. Restore the checkpoints from a copy, or start a new run."
              .formatted(checkpoints));
    }
  }

  private static List<String> differences(String stored, String current, Path run)
      throws IOException {
    String body = withoutHeader(current);
    if (body.isBlank()) {
      return List.of("it is empty");
    }
    if (body.equals(withoutHeader(stored)) || body.equals(backup(run))) {
      return List.of();
    }
    ControllerConfig config;
    try {
      config = ControllerConfig.ofRun(run, List.of());
    } catch (ConfigException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    List<String> differences =
        ConfigDifferences.describe(
            settings(ConfigWriter.write(config)),
            "in " + CONFIG_FILE,
            settings(stored),
            "in the checkpoint");
    if (differences.isEmpty()) {
      LOG.warn("{}: only comments differ from the checkpoint; all settings match.", run);
    }
    return differences;
  }

  /**
   * The configuration of the last start, of which there is no checkpoint if it ended early; empty
   * if it cannot be read.
   */
  private static String backup(Path run) throws IOException {
    Path file = RunDirectory.configBackup(run);
    return Files.isRegularFile(file)
        ? withoutHeader(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
        : "";
  }

  private static String withoutHeader(String yaml) {
    StringBuilder body = new StringBuilder();
    yaml.lines()
        .dropWhile(line -> line.startsWith("# ") || line.isEmpty())
        .forEach(line -> body.append(line).append('\n'));
    return body.toString();
  }

  /** The settings of a configuration as printed by {@link ConfigWriter}, by key. */
  static Map<String, String> settings(String yaml) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> path = new ArrayList<>();
    for (String line : yaml.lines().toList()) {
      String text = line.strip();
      int colon = text.indexOf(':');
      if (text.startsWith("#") || colon < 0) {
        continue;
      }
      int depth = (line.length() - line.stripLeading().length()) / 2;
      path.subList(Math.min(depth, path.size()), path.size()).clear();
      path.add(text.substring(0, colon));
      String value = text.substring(colon + 1).strip();
      if (!value.isEmpty()) {
        settings.put(String.join(".", path), value);
      }
    }
    return settings;
  }

  /** Reads the head of the replay buffer, and skips the fields before it. */
  private static long replayHead(DataInputStream in) throws IOException {
    in.readLong(); // Environment steps.
    in.readLong(); // Id of the replay buffer.
    return in.readLong();
  }

  static String readConfig(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
