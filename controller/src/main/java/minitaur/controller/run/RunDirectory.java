package minitaur.controller.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigWriter;
import minitaur.hal.file.AtomicFile;

/**
 * The directory of one training run, locked for as long as this object is open.
 *
 * <pre>
 *   config.yaml          the complete effective configuration and the revision of the program
 *   episodes.csv         one row per episode
 *   progress.csv         one row per evaluation
 *   curve.png            the learning curve
 *   minitaur.log         the log; earlier parts in minitaur.log.1 to .3
 *   policy.safetensors   the newest policy
 *   policies/            every policy that controlled a real robot
 *   robot-io-1.log       log of the robot interface of a real robot, one per start
 *   checkpoints/         checkpoints for resuming the run
 *   replay.bin           the replay buffer
 *   steps.log            ticks, poses and rewards, if enabled; earlier ones in steps-earlier.log
 *   episodes/            recorded episodes, MCAP
 *   events.out.tfevents  scalars for TensorBoard, one file per start
 *   run.lock             locked by the writing process
 * </pre>
 */
public final class RunDirectory implements AutoCloseable {
  /** Name of the table of evaluations. */
  public static final String PROGRESS = "progress.csv";

  /** Name of the table of episodes. */
  public static final String EPISODES = "episodes.csv";

  /** Name of the learning curve file. */
  public static final String CURVE = "curve.png";

  /** Name of the newest policy's file. */
  public static final String POLICY = "policy.safetensors";

  /** Name of the directory of recorded episodes. */
  public static final String RECORDINGS = "episodes";

  private static final String CONFIG = "config.yaml";
  private static final String NOTE_PREFIX = "# Note: ";
  private static final String LOCK = "run.lock";
  private static final String CHECKPOINTS = "checkpoints";
  private static final DateTimeFormatter TIMESTAMP_FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);

  private final Path path;
  private final RunLock lock;

  private RunDirectory(Path path, RunLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * The default directory of a run, such as {@code runs/2026-03-01-142530-realistic-seed0}.
   *
   * @param robot name of the robot or of the simulation profile
   */
  public static Path defaultPath(LocalDateTime now, String robot, long seed) {
    String safeName = robot.replaceAll("[^A-Za-z0-9_-]", "_");
    return Path.of("runs", TIMESTAMP_FORMAT.format(now) + "-" + safeName + "-seed" + seed);
  }

  /**
   * Creates a run in a new or empty directory.
   *
   * @param config the complete configuration, written into the directory
   * @param notes on the initial state of the run, written as comments at the head of its
   *     configuration
   * @throws RunDirectoryException when the directory is not empty or in use by another process
   */
  public static RunDirectory create(Path path, Record config, BuildInfo build, String... notes)
      throws IOException {
    requireNoFileInPath(path);
    Files.createDirectories(path);
    requireEmpty(path);
    RunLock lock = RunLock.acquire(path, path.resolve(LOCK));
    RunDirectory run = new RunDirectory(path, lock);
    try {
      requireEmpty(path); // Another process may have used it before the lock was acquired.
      // Without config.yaml, the directory still counts as empty.
      run.writeConfig("# Started by " + describe(build) + ".\n" + comments(notes), config);
      run.writeBackup(config);
      return run;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Opens an existing run to resume it.
   *
   * @param config the configuration of the resumed run; replaces the old one
   * @param notes on the resumed state, appended as comments to the head of its configuration
   * @throws RunDirectoryException when there is no run or another process uses it
   */
  public static RunDirectory open(Path path, Record config, BuildInfo build, String... notes)
      throws IOException {
    requireRun(path);
    RunDirectory run = new RunDirectory(path, RunLock.acquire(path, path.resolve(LOCK)));
    try {
      String history =
          Files.readString(run.config())
              .lines()
              .takeWhile(RunDirectory::isHistory)
              .map(line -> line + "\n")
              .collect(Collectors.joining());
      // Before config.yaml, which is valid if it matches this or the configuration in a checkpoint.
      run.writeBackup(config);
      run.writeConfig(
          history + "# Resumed by " + describe(build) + ".\n" + comments(notes), config);
      return run;
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  /**
   * The configuration file of the run in {@code path}.
   *
   * @throws RunDirectoryException when there is no run
   */
  public static Path configOf(Path path) throws RunDirectoryException {
    requireRun(path);
    return path.resolve(CONFIG);
  }

  /** Whether {@code path} is a run directory, possibly an incomplete one. */
  public static boolean isRun(Path path) {
    return Files.isRegularFile(path.resolve(CONFIG)) || Files.isRegularFile(path.resolve(LOCK));
  }

  /** Whether a process is currently writing the run in {@code path}. */
  public static boolean isInUse(Path path) throws IOException {
    return RunLock.isHeld(path.resolve(LOCK));
  }

  private static void requireRun(Path path) throws RunDirectoryException {
    if (!Files.isRegularFile(path.resolve(CONFIG))) {
      throw new RunDirectoryException(
          path + ": is not the directory of a run; it contains no " + CONFIG);
    }
  }

  private static void requireNoFileInPath(Path path) throws RunDirectoryException {
    for (Path part = path; part != null; part = part.getParent()) {
      if (Files.exists(part, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(part)) {
        throw new RunDirectoryException(
            "%s: cannot be a directory because %s is %s; name another directory with --run-dir"
                .formatted(path, part, Files.exists(part) ? "a file" : "a broken link"));
      }
    }
  }

  private static void requireEmpty(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      List<String> names =
          entries
              .map(entry -> String.valueOf(entry.getFileName()))
              .filter(name -> !name.equals(LOCK))
              .toList();
      if (names.contains(CONFIG)) {
        throw new RunDirectoryException(
            "%1$s: already contains a run; resume it with --resume %1$s, or name another directory with --run-dir"
                .formatted(path));
      }
      if (!names.isEmpty()) {
        throw new RunDirectoryException(
            path + ": is not empty; name a new directory with --run-dir");
      }
    }
  }

  private static boolean isHistory(String line) {
    return line.startsWith("# Started by")
        || line.startsWith("# Resumed by")
        || line.startsWith(NOTE_PREFIX);
  }

  private static String comments(String... notes) {
    return Arrays.stream(notes)
        .map(note -> NOTE_PREFIX + note.replaceAll("\\p{Cntrl}", " ") + "\n")
        .collect(Collectors.joining());
  }

  private static String describe(BuildInfo build) {
    return "Minitaur " + build.version() + ", revision " + build.describeRevision();
  }

  private void writeConfig(String header, Record config) throws IOException {
    String yaml = header + "\n" + ConfigWriter.write(config);
    AtomicFile.write(config(), yaml.getBytes(StandardCharsets.UTF_8));
  }

  private void writeBackup(Record config) throws IOException {
    Files.createDirectories(checkpoints());
    AtomicFile.write(
        configBackup(path), ConfigWriter.write(config).getBytes(StandardCharsets.UTF_8));
  }

  /** The copy of the configuration with which the run in {@code run} was last started. */
  public static Path configBackup(Path run) {
    return run.resolve(CHECKPOINTS).resolve(CONFIG);
  }

  /** The directory. */
  public Path path() {
    return path;
  }

  /** The configuration file. */
  public Path config() {
    return path.resolve(CONFIG);
  }

  /** The table of episodes, see {@link EpisodeRow}. */
  public Path episodes() {
    return path.resolve(EPISODES);
  }

  /** The table of evaluations, see {@link ProgressRow}. */
  public Path progress() {
    return path.resolve(PROGRESS);
  }

  /** The learning curve file. */
  public Path curve() {
    return path.resolve(CURVE);
  }

  /** The log file. */
  public Path log() {
    return path.resolve("minitaur.log");
  }

  /** File of the newest policy. */
  public Path policy() {
    return path.resolve(POLICY);
  }

  /** File of a policy that controlled a real robot. */
  public Path policy(long id) {
    return policies(path).resolve(id + ".safetensors");
  }

  /** Directory of the policies that controlled a real robot in the run in {@code run}. */
  public static Path policies(Path run) {
    return run.resolve("policies");
  }

  /** File for the robot I/O log of a new start of the run: the first unused name. */
  public Path nextRobotIoLog() {
    int number = 1;
    while (Files.exists(robotIoLog(number))) {
      number++;
    }
    return robotIoLog(number);
  }

  private Path robotIoLog(int number) {
    return path.resolve("robot-io-" + number + ".log");
  }

  /** The directory of checkpoints; it exists. */
  public Path checkpoints() {
    return path.resolve(CHECKPOINTS);
  }

  /** File of the replay buffer. */
  public Path replay() {
    return path.resolve("replay.bin");
  }

  /** The directory of recorded episodes, created with the first one. */
  public Path recordings() {
    return path.resolve(RECORDINGS);
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
