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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one collector, locked for as long as this object is open.
 *
 * <pre>
 *   collector.json       how often it was started, and what it last agreed on with a trainer
 *   life.bin             episodes of this training so far, and what they have cost
 *   policy.safetensors   the last good policy
 *   spool/               finished episodes, see {@link Spool}
 *   episodes/            recordings of some episodes, MCAP
 *   robot-io-N.log       log of the robot interface of a real robot since start N
 *   minitaur.log         everything that was logged
 *   collector.lock       held by the process that collects
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
  private final Map<String, Object> memory = new LinkedHashMap<>();

  private CollectorDirectory(Path path, FileOperations files, FileChannel lock) {
    this.path = path;
    this.files = files;
    this.lock = lock;
  }

  /**
   * Opens a collector's directory, or makes it, and counts the start.
   *
   * @throws PipelineException when another process collects there
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
                + ": another process collects there; end it, or name another directory with --dir");
      }
      directory.read();
      directory.memory.put(STARTS, directory.starts() + 1);
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

  private Path memoryFile() {
    return path.resolve("collector.json");
  }

  private void read() throws IOException {
    if (!Files.exists(memoryFile())) {
      return;
    }
    try {
      JsonNode stored = JSON.readTree(files.read(memoryFile()));
      memory.put(STARTS, stored.path(STARTS).asLong());
      if (stored.has(RUN)) {
        Map<String, String> terms = new LinkedHashMap<>();
        stored.path(TERMS).properties().forEach(f -> terms.put(f.getKey(), f.getValue().asText()));
        remember(
            new TrainerClient.Joined(
                HexFormat.fromHexDigitsToLong(stored.path(RUN).asText()),
                stored.path(LOCK_STEP).asBoolean(),
                false),
            new RunAgreement(terms));
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{}: cannot be read ({}); begun anew.", memoryFile(), e.getMessage());
    }
  }

  private void write() throws IOException {
    files.replace(memoryFile(), JSON.writeValueAsBytes(memory));
  }

  /** How often a collector was started here, this time included. */
  public long starts() {
    return memory.get(STARTS) instanceof Long starts ? starts : 0;
  }

  /**
   * The training that was agreed on before.
   *
   * @param agreement what is to be agreed on now
   * @return null when nothing was agreed on, or something else
   */
  TrainerClient.@Nullable Joined remembered(RunAgreement agreement) {
    if (memory.get(RUN) instanceof String run
        && memory.get(LOCK_STEP) instanceof Boolean lockStep
        && agreement.terms().equals(memory.get(TERMS))) {
      return new TrainerClient.Joined(HexFormat.fromHexDigitsToLong(run), lockStep, false);
    }
    return null;
  }

  private void remember(TrainerClient.Joined joined, RunAgreement agreement) {
    memory.put(RUN, HexFormat.of().toHexDigits(joined.run()));
    memory.put(LOCK_STEP, joined.lockStep());
    memory.put(TERMS, agreement.terms());
  }

  /** Notes what was agreed on. What another training has cost is not counted any more. */
  void agreed(TrainerClient.Joined joined, RunAgreement agreement) throws IOException {
    String run = HexFormat.of().toHexDigits(joined.run());
    if (!run.equals(memory.get(RUN)) && Files.exists(life())) {
      files.delete(life());
    }
    remember(joined, agreement);
    write();
  }

  private Path life() {
    return path.resolve("life.bin");
  }

  /** Keeps what the episodes of this training have cost so far. */
  void keepLife(byte[] bytes) throws IOException {
    files.replace(life(), bytes);
  }

  /** What {@link #keepLife} was given last for this training; null when it was not. */
  byte @Nullable [] keptLife() throws IOException {
    return Files.exists(life()) ? files.read(life()) : null;
  }

  /** The directory. */
  public Path path() {
    return path;
  }

  /** The log. */
  public Path log() {
    return path.resolve("minitaur.log");
  }

  /** Recordings of some episodes. */
  public Path recordings() {
    return path.resolve("episodes");
  }

  /** The robot I/O log of this start. */
  public Path robotIoLog() {
    return path.resolve("robot-io-" + starts() + ".log");
  }

  /** The last good policy. */
  public Path policy() {
    return path.resolve("policy.safetensors");
  }

  /** Finished episodes. */
  public Path spool() {
    return path.resolve("spool");
  }

  /** Lets others use the directory. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
