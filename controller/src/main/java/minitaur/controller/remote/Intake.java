package minitaur.controller.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.train.EpisodeSource;
import minitaur.controller.train.RemoteEpisode;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queue of episodes between the collectors and the replay buffer, with exactly-once delivery.
 *
 * <pre>
 *   intake/000000000042-ID.episode   received; kept until no stored checkpoint needs it
 *   intake/damaged/                  received intact, found corrupted later
 *   intake/quarantine/ID-SHA.episode implausible, or conflicting content for a known id
 *   intake.registry                  episodes in the replay buffer, see {@link IntakeRegistry}
 * </pre>
 *
 * <p>{@link #accept} returns after the episode is on disk. The learner takes episodes in order of
 * arrival and enters each in the registry. When a training run returns to a checkpoint, the
 * registry is truncated to its length at that checkpoint; episodes in the directory that are not in
 * the registry are then delivered again, in order of arrival. An id is known if it is in the
 * registry or in the directory.
 *
 * <p>{@link #accept}, {@link #waiting()}, {@link #quarantined()} and {@link #lastQuarantined()} may
 * be called from any thread, all other methods only from the learner's thread.
 */
public final class Intake implements EpisodeSource {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final Pattern NAME = Pattern.compile("(\\d{12})-([0-9a-f]{32})\\.episode");
  private static final String DAMAGED = "damaged";
  private static final String QUARANTINE = "quarantine";

  /** Max number of quarantined files; further episodes are only counted. */
  private static final int MAX_QUARANTINED_FILES = 1000;

  private final Path directory;
  private final FileOperations files;
  private final IntakeRegistry registry;
  private final long run;
  private final EpisodeBounds bounds;
  private final Object lock = new Object();

  /** CRC-32C of each received episode, by id. */
  private final Map<EpisodeId, Integer> checksums = new HashMap<>();

  private final Queue<ReceivedEpisode> pending = new ConcurrentLinkedQueue<>();

  /** Taken episodes that are still on disk, oldest first. */
  private final Deque<ReceivedEpisode> retained = new ArrayDeque<>();

  private long nextArrival;
  private @Nullable ReceivedEpisode current;
  private @Nullable Episode currentEpisode;
  private final AtomicLong takenCount = new AtomicLong();
  private final AtomicLong receivedCount = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();
  private volatile @Nullable String lastQuarantined;

  /** A received episode on disk. */
  private record ReceivedEpisode(long arrival, EpisodeId id, Path file) {}

  /** Result of an upload. */
  public enum Receipt {
    /** Stored on disk. */
    NEW,
    /** Already received earlier. */
    DUPLICATE,
    /** A different episode has the same id; the upload was quarantined. */
    CONFLICT,
    /** The episode belongs to another training run. */
    OTHER_RUN,
    /** The id in the request differs from the id in the episode. */
    ID_MISMATCH
  }

  private Intake(
      Path directory,
      FileOperations files,
      IntakeRegistry registry,
      long run,
      EpisodeBounds bounds) {
    this.directory = directory;
    this.files = files;
    this.registry = registry;
    this.run = run;
    this.bounds = bounds;
  }

  /**
   * Opens or creates the intake of a run's directory. {@link #rewind} must be called first.
   *
   * @param run id of the training that episodes must belong to
   * @param bounds plausibility limits of an episode
   */
  public static Intake open(Path runDirectory, long run, EpisodeBounds bounds, FileOperations files)
      throws IOException {
    Path directory = Files.createDirectories(runDirectory.resolve("intake"));
    IntakeRegistry registry = IntakeRegistry.open(registry(runDirectory), files);
    Intake intake = new Intake(directory, files, registry, run, bounds);
    Path quarantine = directory.resolve(QUARANTINE);
    if (Files.isDirectory(quarantine)) {
      intake.quarantined.set(files.list(quarantine).size());
    }
    return intake;
  }

  /** The registry file of a run's directory. */
  public static Path registry(Path runDirectory) {
    return runDirectory.resolve("intake.registry");
  }

  /**
   * Validates and stores an upload.
   *
   * @param requestedId id given by the sender
   * @param bytes Not modified, not kept.
   * @throws ImplausibleEpisodeException when the values are implausible; the upload is quarantined
   * @throws EpisodeFormatException when the bytes are not a complete, valid episode
   * @throws IOException when it cannot be written; the sender may retry
   */
  public Receipt accept(EpisodeId requestedId, byte[] bytes) throws IOException {
    return accept(requestedId, bytes, Episode.decode(bytes));
  }

  /**
   * {@link #accept(EpisodeId, byte[])} for an upload that is already decoded.
   *
   * @param episode the decoded bytes
   */
  Receipt accept(EpisodeId requestedId, byte[] bytes, Episode episode) throws IOException {
    if (!episode.id().equals(requestedId)) {
      return Receipt.ID_MISMATCH;
    }
    if (episode.steps() > bounds.maxSteps()) {
      throw new EpisodeFormatException(
          "The episode has %d steps; episodes of this training run have at most %d."
              .formatted(episode.steps(), bounds.maxSteps()));
    }
    if (episode.run() != run) {
      return Receipt.OTHER_RUN;
    }
    Optional<String> violation = bounds.violation(episode);
    synchronized (lock) {
      if (violation.isPresent()) {
        quarantine(requestedId, bytes, violation.get());
        throw new ImplausibleEpisodeException(violation.get());
      }
      Integer knownChecksum = checksums.get(requestedId);
      if (knownChecksum != null && knownChecksum != episode.checksum()) {
        quarantine(
            requestedId,
            bytes,
            "Robot %s sent a different episode with the same id %s."
                .formatted(episode.quotedRobot(), requestedId));
        return Receipt.CONFLICT;
      }
      if (knownChecksum != null) {
        return Receipt.DUPLICATE;
      }
      // A number is consumed even when writing fails, because a partial file may be left.
      long arrival = nextArrival++;
      Path file = directory.resolve(Text.of("%012d-%s.episode", arrival, requestedId));
      files.replace(file, bytes);
      checksums.put(requestedId, episode.checksum());
      receivedCount.incrementAndGet();
      pending.add(new ReceivedEpisode(arrival, requestedId, file));
      return Receipt.NEW;
    }
  }

  /**
   * Number of episodes quarantined as implausible or conflicting. May be called from any thread.
   */
  public long quarantined() {
    return quarantined.get();
  }

  /**
   * Reason of the last quarantine; null when this process has quarantined none. May be called from
   * any thread.
   */
  public @Nullable String lastQuarantined() {
    return lastQuarantined;
  }

  /** Stores an upload for examination, each distinct content once, and counts it. */
  private void quarantine(EpisodeId id, byte[] bytes, String reason) throws IOException {
    Path target = Files.createDirectories(directory.resolve(QUARANTINE));
    String digest = EpisodeLayout.digest(bytes).substring(0, 8);
    Path file = target.resolve(id + "-" + digest + ".episode");
    if (Files.exists(file)) {
      return;
    }
    if (quarantined.get() < MAX_QUARANTINED_FILES) {
      LOG.warn("{} It is not used; it is kept as {}.", reason, file);
      files.replace(file, bytes);
    }
    lastQuarantined = reason;
    quarantined.incrementAndGet();
  }

  /**
   * Number of received episodes that are not yet in the replay buffer. May be called from any
   * thread.
   */
  public long waiting() {
    return receivedCount.get() - takenCount.get();
  }

  @Override
  public @Nullable RemoteEpisode next() throws IOException {
    while (current == null) {
      // Stays in the queue until it is read or found invalid: the disk may fail for a while.
      ReceivedEpisode next = pending.peek();
      if (next == null) {
        return null;
      }
      try {
        currentEpisode = read(next.file());
        current = next;
      } catch (EpisodeFormatException e) {
        moveInvalid(next.file(), e);
        forget(next);
      } catch (NoSuchFileException e) {
        LOG.warn("{}: the episode was received, but its file is missing; skipped.", next.file());
        forget(next);
      }
      pending.remove();
    }
    return currentEpisode;
  }

  /** Makes the id of an unusable episode unknown, so that it may be sent again. */
  private void forget(ReceivedEpisode unusable) {
    synchronized (lock) {
      checksums.remove(unusable.id());
      receivedCount.decrementAndGet();
    }
  }

  /** Reads an episode from disk with the same checks as for an upload. */
  private Episode read(Path file) throws IOException {
    byte[] bytes = files.read(file);
    Episode episode = Episode.decode(bytes);
    Optional<String> violation = bounds.violation(episode);
    if (violation.isPresent()) {
      quarantine(episode.id(), bytes, violation.get());
      throw new ImplausibleEpisodeException(violation.get());
    }
    return episode;
  }

  private void moveInvalid(Path file, EpisodeFormatException fault) throws IOException {
    if (fault instanceof ImplausibleEpisodeException) {
      files.delete(file); // A copy is in quarantine.
      return;
    }
    String reason = fault.getMessage();
    Path target = Files.createDirectories(directory.resolve(DAMAGED));
    LOG.warn("{}: {} It is kept in {}.", file, reason, target);
    files.rename(file, target.resolve(String.valueOf(file.getFileName())));
  }

  @Override
  public void acknowledge() throws IOException {
    ReceivedEpisode done = current;
    Episode episode = currentEpisode;
    if (done == null || episode == null) {
      throw new IllegalStateException("there is no episode to acknowledge");
    }
    registry.add(
        new IntakeRegistry.Entry(done.id(), done.arrival(), episode.records(), episode.checksum()));
    retained.add(done);
    current = null;
    currentEpisode = null;
    takenCount.incrementAndGet();
  }

  @Override
  public long commit() throws IOException {
    registry.force();
    return takenCount.get();
  }

  @Override
  public void rewind(long count) throws IOException {
    registry.truncate(count);
    synchronized (lock) {
      checksums.clear();
      pending.clear();
      retained.clear();
      for (IntakeRegistry.Entry entry : registry.entries()) {
        checksums.put(entry.id(), entry.checksum());
        nextArrival = Math.max(nextArrival, entry.arrival() + 1);
      }
      Set<EpisodeId> inReplay = Set.copyOf(checksums.keySet());
      for (Path file : files.list(directory)) {
        scan(file, inReplay);
      }
      current = null;
      takenCount.set(count);
      receivedCount.set(count + pending.size());
    }
  }

  private void scan(Path file, Set<EpisodeId> inReplay) throws IOException {
    String name = String.valueOf(file.getFileName());
    Matcher matcher = NAME.matcher(name);
    if (name.endsWith(FileOperations.PARTIAL_SUFFIX)) {
      files.delete(file);
    } else if (matcher.matches()) {
      ReceivedEpisode found =
          new ReceivedEpisode(
              Long.parseLong(matcher.group(1)), EpisodeId.parse(matcher.group(2)), file);
      nextArrival = Math.max(nextArrival, found.arrival() + 1);
      if (inReplay.contains(found.id())) {
        retained.add(found);
      } else {
        scanPending(found);
      }
    }
  }

  private void scanPending(ReceivedEpisode found) throws IOException {
    try {
      Episode episode = read(found.file());
      if (checksums.putIfAbsent(found.id(), episode.checksum()) == null) {
        pending.add(found);
      } else {
        files.delete(found.file()); // A duplicate of an unconfirmed upload.
      }
    } catch (EpisodeFormatException e) {
      moveInvalid(found.file(), e);
    }
  }

  @Override
  public void release(long count) throws IOException {
    // Both the registry and the kept episodes are in the order in which episodes were taken.
    long keepFrom = takenCount.get() - retained.size();
    for (; keepFrom < count && !retained.isEmpty(); keepFrom++) {
      files.delete(retained.element().file());
      retained.remove();
    }
  }
}
