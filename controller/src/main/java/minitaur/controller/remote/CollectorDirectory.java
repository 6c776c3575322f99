package minitaur.controller.remote;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
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

  private final Path path;
  private final FileOperations files;
  private final FileChannel lock;
  private State state = new State(0, null, null, null);

  /**
   * Content of collector.json.
   *
   * @param starts number of collector starts in the directory
   * @param run id of the last joined training, hexadecimal; null before the first agreement
   * @param lockStep see {@link TrainerClient.JoinedRun}; null before the first agreement
   * @param terms of the agreement; null before the first one
   */
  private record State(
      long starts,
      @Nullable String run,
      @Nullable Boolean lockStep,
      @Nullable Map<String, String> terms) {
    /** Rejects an id that is not hexadecimal. */
    State {
      run = run == null ? null : HexFormat.of().toHexDigits(HexFormat.fromHexDigitsToLong(run));
    }

    State withAgreement(TrainerClient.JoinedRun joined, RunAgreement agreement) {
      return new State(
          starts, HexFormat.of().toHexDigits(joined.run()), joined.lockStep(), agreement.terms());
    }

    /** The last training if it was joined with the given terms; null otherwise. */
    TrainerClient.@Nullable JoinedRun joined(RunAgreement agreement) {
      return run != null && lockStep != null && agreement.terms().equals(terms)
          ? new TrainerClient.JoinedRun(HexFormat.fromHexDigitsToLong(run), lockStep, false)
          : null;
    }
  }

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
      State stored = directory.state;
      directory.write(new State(stored.starts + 1, stored.run, stored.lockStep, stored.terms));
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
      state = TrainerMessages.read(files.read(stateFile()), State.class);
    } catch (IOException e) {
      LOG.warn(
          "{}: cannot be read ({}); starting with an empty one.",
          stateFile(),
          FileErrors.reason(e));
    }
  }

  private void write(State newState) throws IOException {
    files.replace(stateFile(), TrainerMessages.JSON.writeValueAsBytes(newState));
    state = newState;
  }

  /** Number of collector starts in this directory, including this one. */
  public long starts() {
    return state.starts;
  }

  /**
   * The training of the previous agreement.
   *
   * @param agreement the current terms
   * @return null when there is no previous agreement or its terms differ
   */
  TrainerClient.@Nullable JoinedRun previousRun(RunAgreement agreement) {
    return state.joined(agreement);
  }

  /**
   * Stores an agreement. When the training changes, the saved counts of the old one are deleted.
   */
  void saveAgreement(TrainerClient.JoinedRun joined, RunAgreement agreement) throws IOException {
    State newState = state.withAgreement(joined, agreement);
    if (!Objects.equals(newState.run, state.run) && Files.exists(countsFile())) {
      files.delete(countsFile());
    }
    write(newState);
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
