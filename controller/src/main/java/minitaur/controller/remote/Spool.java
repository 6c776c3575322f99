package minitaur.controller.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minitaur.controller.run.storage.FileOperations;
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
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private long bytes;
  private long next;

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
    String first = "";
    for (Path file : files.list(directory)) {
      String name = String.valueOf(file.getFileName());
      Matcher matcher = NAME.matcher(name);
      if (name.endsWith(FileOperations.PART)) {
        files.delete(file);
        LOG.info("{}: was being written when the process ended; its episode is lost.", file);
      } else if (matcher.matches()) {
        long sequence = Long.parseLong(matcher.group(1));
        next = Math.max(next, sequence + 1);
        try {
          take(file, sequence);
        } catch (EpisodeFormatException e) {
          move(DAMAGED, file);
          first = damaged++ == 0 ? file + ": " + e.getMessage() : first;
        }
      }
    }
    if (damaged > 0) {
      LOG.warn(
          "{} of the files that waited are no whole episodes and were set aside in {}. The first:"
              + " {}",
          damaged,
          directory.resolve(DAMAGED),
          first);
    }
  }

  private void take(Path file, long sequence) throws IOException {
    byte[] content = files.read(file);
    waiting.add(new Entry(sequence, Episode.decode(content).id(), content.length, file));
    bytes += content.length;
  }

  /** Whether a limit is reached. */
  public synchronized boolean isFull() {
    return waiting.size() >= limits.episodes() || (!waiting.isEmpty() && bytes >= limits.bytes());
  }

  /** Number of pending episodes. */
  public synchronized int size() {
    return waiting.size();
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
    Path file = directory.resolve(String.format(Locale.ROOT, "%012d-%s.episode", next, id));
    files.replace(file, content);
    waiting.add(new Entry(next, id, content.length, file));
    next++;
    bytes += content.length;
  }

  /** The oldest pending episode; null when there is none. */
  public synchronized @Nullable Entry oldest() {
    return waiting.peek();
  }

  /** All pending episodes, oldest first. */
  public synchronized List<Entry> entries() {
    return new ArrayList<>(waiting);
  }

  /**
   * Reads an episode's bytes. Returns null when it is corrupted; it is then moved to {@code
   * damaged/} with a warning.
   *
   * @param entry the oldest
   */
  public byte @Nullable [] read(Entry entry) throws IOException {
    byte[] content = files.read(entry.file());
    try {
      Episode.decode(content);
      return content;
    } catch (EpisodeFormatException e) {
      leave(entry);
      moveTo(DAMAGED, entry.file(), e.getMessage());
      return null;
    }
  }

  /** Removes the oldest episode after the trainer has confirmed it. */
  public void sent(Entry entry) throws IOException {
    if (keepsSent) {
      move("sent", entry.file());
    } else {
      files.delete(entry.file());
    }
    leave(entry);
  }

  /** Moves the oldest episode to {@code refused/} after the trainer has rejected it for good. */
  public void refused(Entry entry, String reason) throws IOException {
    moveTo("refused", entry.file(), reason);
    leave(entry);
  }

  private synchronized void leave(Entry entry) {
    if (waiting.remove(entry)) {
      bytes -= entry.bytes();
    }
  }

  private void moveTo(String place, Path file, String reason) throws IOException {
    LOG.warn("{}: {} It is kept in {}.", file, reason, directory.resolve(place));
    move(place, file);
  }

  private void move(String place, Path file) throws IOException {
    Path target = Files.createDirectories(directory.resolve(place));
    files.rename(file, target.resolve(String.valueOf(file.getFileName())));
  }
}
