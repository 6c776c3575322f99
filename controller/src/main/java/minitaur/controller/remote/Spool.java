package minitaur.controller.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minitaur.controller.run.storage.FileOperations;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Durable queue of finished episodes on a collector's disk, in the order in which they were
 * finished. An episode survives a crash or power failure once {@link #add} has returned.
 *
 * <pre>
 *   000000000042-ID.episode        pending upload
 *   000000000043-ID.episode.part   incomplete; removed at the next start
 *   sent/                          uploaded episodes, if they are kept
 *   damaged/                       files that are not valid episodes
 *   refused/                       episodes that the trainer rejected
 * </pre>
 *
 * <p>The size is limited: when the spool {@link #isFull}, nothing can be added, and nothing is
 * discarded. Thread-safe.
 */
public final class Spool {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final Pattern NAME = Pattern.compile("(\\d{12})-([0-9a-f]{32})\\.episode");

  private static final String DAMAGED = "damaged";

  private final Path directory;
  private final Limits limits;
  private final boolean keepsSent;
  private final FileOperations files;
  private final Deque<Entry> pending = new ArrayDeque<>();
  private long bytes;
  private long nextSequence;

  /**
   * Size limits of a spool.
   *
   * @param episodes max number of episodes, at least 1
   * @param bytes max total size; a single episode is accepted regardless of its size
   */
  public record Limits(int episodes, long bytes) {}

  /**
   * A pending episode.
   *
   * @param sequence number that increases with each episode
   */
  public record Entry(long sequence, EpisodeId id, int bytes, Path file) {}

  private Spool(Path directory, Limits limits, boolean keepsSent, FileOperations files) {
    this.directory = directory;
    this.limits = limits;
    this.keepsSent = keepsSent;
    this.files = files;
  }

  /**
   * Opens or creates a spool. Corrupted files are moved to {@code damaged/} with a warning.
   *
   * @param keepsSent whether uploaded episodes are moved to {@code sent/} instead of being deleted
   */
  public static Spool open(Path directory, Limits limits, boolean keepsSent, FileOperations files)
      throws IOException {
    Files.createDirectories(directory);
    Spool spool = new Spool(directory, limits, keepsSent, files);
    spool.scan();
    return spool;
  }

  private void scan() throws IOException {
    int damaged = 0;
    String firstError = "";
    for (Path file : files.list(directory)) {
      String name = String.valueOf(file.getFileName());
      Matcher matcher = NAME.matcher(name);
      if (name.endsWith(FileOperations.PARTIAL_SUFFIX)) {
        files.delete(file);
        LOG.info("{}: was being written when the process ended; its episode is lost.", file);
      } else if (matcher.matches()) {
        long sequence = Long.parseLong(matcher.group(1));
        nextSequence = Math.max(nextSequence, sequence + 1);
        try {
          load(file, sequence);
        } catch (EpisodeFormatException e) {
          move(DAMAGED, file);
          firstError = damaged++ == 0 ? file + ": " + e.getMessage() : firstError;
        }
      }
    }
    if (damaged > 0) {
      LOG.warn(
          "{} pending files are not valid episodes and were moved to {}. First error: {}",
          damaged,
          directory.resolve(DAMAGED),
          firstError);
    }
  }

  private void load(Path file, long sequence) throws IOException {
    byte[] content = files.read(file);
    pending.add(new Entry(sequence, Episode.decode(content).id(), content.length, file));
    bytes += content.length;
  }

  /** Whether a limit is reached. */
  public synchronized boolean isFull() {
    return pending.size() >= limits.episodes() || (!pending.isEmpty() && bytes >= limits.bytes());
  }

  /** Number of pending episodes. */
  public synchronized int size() {
    return pending.size();
  }

  /** Total size of the pending episodes, bytes. */
  public synchronized long bytes() {
    return bytes;
  }

  /**
   * Adds an episode.
   *
   * @param content Not modified, not kept.
   * @throws IOException when it cannot be written; the call may be repeated
   * @throws IllegalStateException when the spool is full
   */
  public synchronized void add(EpisodeId id, byte[] content) throws IOException {
    if (isFull()) {
      throw new IllegalStateException("the spool is full");
    }
    Path file = directory.resolve(Text.of("%012d-%s.episode", nextSequence, id));
    files.replace(file, content);
    pending.add(new Entry(nextSequence, id, content.length, file));
    nextSequence++;
    bytes += content.length;
  }

  /** The oldest pending episode; null when there is none. */
  public synchronized @Nullable Entry oldest() {
    return pending.peek();
  }

  /** All pending episodes, oldest first. */
  public synchronized List<Entry> entries() {
    return new ArrayList<>(pending);
  }

  /**
   * Reads an episode's bytes. Returns null when it is corrupted; it is then moved to {@code
   * damaged/} with a warning.
   *
   * @param entry the oldest
   */
  byte @Nullable [] read(Entry entry) throws SpoolException {
    try {
      byte[] content = files.read(entry.file());
      return isEpisode(entry, content) ? content : null;
    } catch (IOException e) {
      throw new SpoolException(e);
    }
  }

  private boolean isEpisode(Entry entry, byte[] content) throws IOException {
    try {
      Episode.decode(content);
      return true;
    } catch (EpisodeFormatException e) {
      remove(entry);
      moveWithWarning(DAMAGED, entry.file(), e.getMessage());
      return false;
    }
  }

  /** Removes the oldest episode after the trainer has confirmed it. */
  void markSent(Entry entry) throws SpoolException {
    take(entry, keepsSent ? file -> move("sent", file) : files::delete);
  }

  /** Moves the oldest episode to {@code refused/} after the trainer has rejected it for good. */
  void reject(Entry entry, String reason) throws SpoolException {
    take(entry, file -> moveWithWarning("refused", file, reason));
  }

  /** Takes the file of an episode away, then the episode itself. */
  private void take(Entry entry, FileAction action) throws SpoolException {
    try {
      action.apply(entry.file());
    } catch (IOException e) {
      throw new SpoolException(e);
    }
    remove(entry);
  }

  private interface FileAction {
    void apply(Path file) throws IOException;
  }

  private synchronized void remove(Entry entry) {
    if (pending.remove(entry)) {
      bytes -= entry.bytes();
    }
  }

  private void moveWithWarning(String subdirectory, Path file, String reason) throws IOException {
    LOG.warn("{}: {} It is kept in {}.", file, reason, directory.resolve(subdirectory));
    move(subdirectory, file);
  }

  private void move(String subdirectory, Path file) throws IOException {
    Path target = Files.createDirectories(directory.resolve(subdirectory));
    files.rename(file, target.resolve(String.valueOf(file.getFileName())));
  }
}
