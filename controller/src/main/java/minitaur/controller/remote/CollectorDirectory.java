package minitaur.controller.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.controller.run.storage.FileOperations;
import minitaur.hal.file.FileErrors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one collector, locked for as long as this object is open.
 *
 * <pre>
 *   collector.json       number of starts, and the last agreement with a trainer
 *   life.bin             counts of episodes, falls, resets and operator time in this training run
 *   policy.safetensors   the last valid policy
 *   spool/               finished episodes, see {@link Spool}
 *   episodes/            recordings of some episodes, MCAP
 *   robot-io-N.log       log of the robot interface of a real robot since start N
 *   minitaur.log         the log
 *   collector.lock       locked by the collecting process
 * </pre>
 */
public final class CollectorDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorDirectory.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STARTS = "starts";
  private static final String RUN = "run";
  private static final String LOCK_STEP = "lock_step";
  private static final String TERMS = "terms";

  private final Path path;
  private final FileOperations files;
  private final FileChannel lock;
  private final Map<String, Object> state = new LinkedHashMap<>();

  private CollectorDirectory(Path path, FileOperations files, FileChannel lock) {
    this.path = path;
    this.files = files;
    this.lock = lock;
  }

  /**
   * Opens or creates a collector's directory and increments its start count.
   *
   * @throws PipelineException when another process uses the directory
   */
  public static CollectorDirectory open(Path path, FileOperations files) throws IOException {
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(
            path.resolve("collector.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    CollectorDirectory directory = new CollectorDirectory(path, files, channel);
    try {
      if (tryLock(channel) == null) {
        throw new PipelineException(
            path
                + ": in use by another collector; stop it, or choose another directory with --dir");
      }
      directory.read();
      directory.state.put(STARTS, directory.starts() + 1);
      directory.write();
      return directory;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private Path stateFile() {
    return path.resolve("collector.json");
  }

  private void read() throws IOException {
    if (!Files.exists(stateFile())) {
      return;
    }
    try {
      JsonNode stored = JSON.readTree(files.read(stateFile()));
      state.put(STARTS, stored.path(STARTS).asLong());
      if (stored.has(RUN)) {
        Map<String, String> terms = new LinkedHashMap<>();
        stored.path(TERMS).properties().forEach(f -> terms.put(f.getKey(), f.getValue().asText()));
        putAgreement(
            new TrainerClient.JoinedRun(
                HexFormat.fromHexDigitsToLong(stored.path(RUN).asText()),
                stored.path(LOCK_STEP).asBoolean(),
                false),
            new RunAgreement(terms));
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "{}: cannot be read ({}); starting with an empty one.",
          stateFile(),
          FileErrors.reason(e));
    }
  }

  private void write() throws IOException {
    files.replace(stateFile(), JSON.writeValueAsBytes(state));
  }

  /** Number of collector starts in this directory, including this one. */
  public long starts() {
    return state.get(STARTS) instanceof Long starts ? starts : 0;
  }

  /**
   * The training of the previous agreement.
   *
   * @param agreement the current terms
   * @return null when there is no previous agreement or its terms differ
   */
  TrainerClient.@Nullable JoinedRun previousRun(RunAgreement agreement) {
    if (state.get(RUN) instanceof String run
        && state.get(LOCK_STEP) instanceof Boolean lockStep
        && agreement.terms().equals(state.get(TERMS))) {
      return new TrainerClient.JoinedRun(HexFormat.fromHexDigitsToLong(run), lockStep, false);
    }
    return null;
  }

  private void putAgreement(TrainerClient.JoinedRun joined, RunAgreement agreement) {
    state.put(RUN, HexFormat.of().toHexDigits(joined.run()));
    state.put(LOCK_STEP, joined.lockStep());
    state.put(TERMS, agreement.terms());
  }

  /**
   * Stores an agreement. When the training changes, the saved counts of the old one are deleted.
   */
  void saveAgreement(TrainerClient.JoinedRun joined, RunAgreement agreement) throws IOException {
    String run = HexFormat.of().toHexDigits(joined.run());
    if (!run.equals(state.get(RUN)) && Files.exists(countsFile())) {
      files.delete(countsFile());
    }
    putAgreement(joined, agreement);
    write();
  }

  private Path countsFile() {
    return path.resolve("life.bin");
  }

  /** Saves the episode and operator counts of this training run. */
  void saveCounts(byte[] bytes) throws IOException {
    files.replace(countsFile(), bytes);
  }

  /**
   * The counts last saved by {@link #saveCounts} for this training run; null when there are none.
   */
  byte @Nullable [] savedCounts() throws IOException {
    return Files.exists(countsFile()) ? files.read(countsFile()) : null;
  }

  /** The directory. */
  public Path path() {
    return path;
  }

  /** The log file. */
  public Path log() {
    return path.resolve("minitaur.log");
  }

  /** Directory of recorded episodes. */
  public Path recordings() {
    return path.resolve("episodes");
  }

  /** The robot I/O log of this start. */
  public Path robotIoLog() {
    return path.resolve("robot-io-" + starts() + ".log");
  }

  /** File of the last valid policy. */
  public Path policy() {
    return path.resolve("policy.safetensors");
  }

  /** Directory of finished episodes, see {@link Spool}. */
  public Path spool() {
    return path.resolve("spool");
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
