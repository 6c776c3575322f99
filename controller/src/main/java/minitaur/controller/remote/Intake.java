package minitaur.controller.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
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
import minitaur.controller.train.SuppliedEpisode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Episodes on their way from collectors into the replay, each exactly once.
 *
 * <pre>
 *   intake/000000000042-ID.episode   arrived; kept until no checkpoint that is kept could need it
 *   intake/damaged/                  arrived whole and was found damaged later
 *   intake/quarantine/ID-SHA.episode implausible, or another content under an id that is known
 *   intake.ledger                    what is in the replay, see {@link IntakeRegistry}
 * </pre>
 *
 * <p>An episode is on the disk before {@link #accept} says so. The learner takes it in its turn and
 * enters it in the registry. A training that goes back to a checkpoint cuts the registry to its
 * length there; whatever is in the directory and not in the registry then comes again, in the order
 * of arrival. Known are the ids of both.
 *
 * <p>{@link #accept} and {@link #waiting} may be called from any thread, everything else from the
 * learner's alone.
 */
public final class Intake implements EpisodeSource {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final Pattern NAME = Pattern.compile("(\\d{12})-([0-9a-f]{32})\\.episode");
  private static final String DAMAGED = "damaged";
  private static final String QUARANTINE = "quarantine";

  /** Episodes that are kept in quarantine; of more, only the count is kept. */
  private static final int MAX_QUARANTINED_FILES = 1000;

  private final Path directory;
  private final FileOperations files;
  private final IntakeRegistry registry;
  private final long run;
  private final EpisodeBounds bounds;
  private final Object arrivals = new Object();

  /** CRC-32C of each episode that arrived, by its id. */
  private final Map<EpisodeId, Integer> known = new HashMap<>();

  private final Queue<Arrived> pending = new ConcurrentLinkedQueue<>();

  /** Taken, and still on the disk; oldest first. */
  private final Deque<Arrived> kept = new ArrayDeque<>();

  private long nextArrival;
  private @Nullable Arrived given;
  private @Nullable Episode givenEpisode;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();
  private volatile @Nullable String lastQuarantined;

  /** An episode on the disk. */
  private record Arrived(long arrival, EpisodeId id, Path file) {}

  /** What became of an upload. */
  public enum Receipt {
    /** It is on the disk now. */
    NEW,
    /** It was there before. */
    KNOWN,
    /** Another episode has its id; it was quarantined. */
    CONFLICT,
    /** It belongs to another training. */
    OTHER_RUN,
    /** It was sent under another episode's name. */
    MISNAMED
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
   * Opens the intake of a run's directory, or makes it. {@link #rewind} must come before anything
   * else.
   *
   * @param run which training episodes must belong to
   * @param bounds what a plausible episode can contain
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

  /** Where the registry of the run in a directory is. */
  public static Path registry(Path runDirectory) {
    return runDirectory.resolve("intake.ledger");
  }

  /**
   * Takes an upload in.
   *
   * @param named the id that the sender gives
   * @param bytes Not modified, not kept.
   * @throws ImplausibleEpisodeException when no robot can have measured it; it is quarantined
   * @throws EpisodeFormatException when they are no whole and sensible episode
   * @throws IOException when the disk will not take it; it can be sent again
   */
  public Receipt accept(EpisodeId named, byte[] bytes) throws IOException {
    return accept(named, bytes, Episode.decode(bytes));
  }

  /**
   * {@link #accept(EpisodeId, byte[])} of an upload that is decoded already.
   *
   * @param episode what the bytes hold
   */
  Receipt accept(EpisodeId named, byte[] bytes, Episode episode) throws IOException {
    if (!episode.id().equals(named)) {
      return Receipt.MISNAMED;
    }
    if (episode.steps() > bounds.maximumSteps()) {
      throw new EpisodeFormatException(
          "The episode has "
              + episode.steps()
              + " steps; this training's have at most "
              + bounds.maximumSteps()
              + ".");
    }
    if (episode.run() != run) {
      return Receipt.OTHER_RUN;
    }
    Optional<String> violation = bounds.violation(episode);
    synchronized (arrivals) {
      if (violation.isPresent()) {
        quarantine(named, bytes, violation.get());
        throw new ImplausibleEpisodeException(violation.get());
      }
      Integer before = known.get(named);
      if (before != null && before != episode.checksum()) {
        quarantine(
            named,
            bytes,
            "Robot "
                + episode.quotedRobot()
                + " sent another episode with the known id "
                + named
                + ".");
        return Receipt.CONFLICT;
      }
      if (before != null) {
        return Receipt.KNOWN;
      }
      // Also a number whose file could not be written is used up: half of it may be there.
      long arrival = nextArrival++;
      Path file = directory.resolve(String.format(Locale.ROOT, "%012d-%s.episode", arrival, named));
      files.replace(file, bytes);
      known.put(named, episode.checksum());
      arrived.incrementAndGet();
      pending.add(new Arrived(arrival, named, file));
      return Receipt.NEW;
    }
  }

  /** Episodes that were set aside as implausible or contradictory; any thread. */
  public long quarantined() {
    return quarantined.get();
  }

  /** Why the last one was; null when this process has set none aside; any thread. */
  public @Nullable String lastQuarantined() {
    return lastQuarantined;
  }

  /** Keeps an upload for examination, each content once, and counts it. */
  private void quarantine(EpisodeId id, byte[] bytes, String reason) throws IOException {
    Path place = Files.createDirectories(directory.resolve(QUARANTINE));
    String digest = EpisodeLayout.digest(bytes).substring(0, 8);
    Path file = place.resolve(id + "-" + digest + ".episode");
    if (Files.exists(file)) {
      return;
    }
    lastQuarantined = reason;
    if (quarantined.incrementAndGet() <= MAX_QUARANTINED_FILES) {
      LOG.warn("{} It is not used; it is kept as {}.", reason, file);
      files.replace(file, bytes);
    }
  }

  /** Episodes that arrived and are not in the replay; any thread. */
  public long waiting() {
    return arrived.get() - taken.get();
  }

  @Override
  public @Nullable SuppliedEpisode next() throws IOException {
    while (given == null) {
      Arrived next = pending.poll();
      if (next == null) {
        return null;
      }
      try {
        givenEpisode = read(next.file());
        given = next;
      } catch (EpisodeFormatException e) {
        setAside(next, e);
      }
    }
    return givenEpisode;
  }

  /** It may be sent again, if anybody still has it. */
  private void setAside(Arrived damaged, EpisodeFormatException fault) throws IOException {
    moveAside(damaged.file(), fault);
    synchronized (arrivals) {
      known.remove(damaged.id());
      arrived.decrementAndGet();
    }
  }

  /** An episode on the disk, checked like one that arrives. */
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

  private void moveAside(Path file, EpisodeFormatException fault) throws IOException {
    if (fault instanceof ImplausibleEpisodeException) {
      files.delete(file); // It is in quarantine.
      return;
    }
    String reason = fault.getMessage();
    Path place = Files.createDirectories(directory.resolve(DAMAGED));
    LOG.warn("{}: {} It is kept in {}.", file, reason, place);
    files.rename(file, place.resolve(String.valueOf(file.getFileName())));
  }

  @Override
  public void taken() throws IOException {
    Arrived done = given;
    Episode episode = givenEpisode;
    if (done == null || episode == null) {
      throw new IllegalStateException("no episode was given");
    }
    registry.add(
        new IntakeRegistry.Entry(done.id(), done.arrival(), episode.records(), episode.checksum()));
    kept.add(done);
    given = null;
    givenEpisode = null;
    taken.incrementAndGet();
  }

  @Override
  public long settle() throws IOException {
    registry.force();
    return taken.get();
  }

  @Override
  public void rewind(long count) throws IOException {
    registry.cut(count);
    synchronized (arrivals) {
      known.clear();
      pending.clear();
      kept.clear();
      for (IntakeRegistry.Entry entry : registry.entries()) {
        known.put(entry.id(), entry.checksum());
        nextArrival = Math.max(nextArrival, entry.arrival() + 1);
      }
      Set<EpisodeId> inReplay = Set.copyOf(known.keySet());
      for (Path file : files.list(directory)) {
        scan(file, inReplay);
      }
      given = null;
      taken.set(count);
      arrived.set(count + pending.size());
    }
  }

  private void scan(Path file, Set<EpisodeId> inReplay) throws IOException {
    String name = String.valueOf(file.getFileName());
    Matcher matcher = NAME.matcher(name);
    if (name.endsWith(FileOperations.PART)) {
      files.delete(file);
    } else if (matcher.matches()) {
      Arrived found =
          new Arrived(Long.parseLong(matcher.group(1)), EpisodeId.parse(matcher.group(2)), file);
      nextArrival = Math.max(nextArrival, found.arrival() + 1);
      if (inReplay.contains(found.id())) {
        kept.add(found);
      } else {
        scanWaiting(found);
      }
    }
  }

  private void scanWaiting(Arrived found) throws IOException {
    try {
      Episode episode = read(found.file());
      if (known.putIfAbsent(found.id(), episode.checksum()) == null) {
        pending.add(found);
      } else {
        files.delete(found.file()); // A second copy: the first one's sender was never told.
      }
    } catch (EpisodeFormatException e) {
      moveAside(found.file(), e);
    }
  }

  @Override
  public void release(long count) throws IOException {
    // The registry's order is that in which episodes were taken, and so is that of those kept.
    long keepFrom = taken.get() - kept.size();
    for (; keepFrom < count && !kept.isEmpty(); keepFrom++) {
      files.delete(kept.element().file());
      kept.remove();
    }
  }
}
