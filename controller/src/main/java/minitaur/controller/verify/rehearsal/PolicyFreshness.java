package minitaur.controller.verify.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import minitaur.controller.remote.Episode;
import org.jspecify.annotations.Nullable;

/**
 * Whether a policy acts in the next episode after it was handed out. A policy that could be had
 * when an episode was finished must act in the one after it, where nothing was disturbed meanwhile.
 * The wall clock of one computer tells the order.
 */
final class PolicyFreshness {
  private final TreeMap<Long, Long> handedOut = new TreeMap<>();
  private final List<Disturbed> disturbed = new ArrayList<>();
  private long newest = -1;

  private record Disturbed(long fromMillis, long toMillis) {}

  private record Finished(Episode episode, long atMillis) {}

  /**
   * What was found.
   *
   * @param episodes of which it can be told
   * @param outdated of these, what is to be said of each that an older policy acted in
   */
  record Result(int episodes, List<String> outdated) {}

  /**
   * The trainer has answered.
   *
   * @param atMillis when the answer was there
   */
  void heard(JsonNode progress, long atMillis) {
    long policy = progress.path("policy").asLong(-1);
    if (policy != newest && !progress.path("exploring").asBoolean(true)) {
      newest = policy;
      handedOut.put(atMillis, policy);
    }
  }

  /** Something went wrong on purpose; nothing can be told of that time. */
  void disturbed(long fromMillis, long toMillis) {
    disturbed.add(new Disturbed(fromMillis, toMillis));
    newest = -1;
  }

  private boolean isQuiet(long fromMillis, long toMillis) {
    return disturbed.stream()
        .noneMatch(each -> each.fromMillis() <= toMillis && each.toMillis() >= fromMillis);
  }

  /**
   * Looks at all episodes that a collector has finished.
   *
   * @param directories of episodes, each with the time at which it was finished
   */
  Result of(List<Path> directories) throws IOException {
    List<Finished> finished = new ArrayList<>();
    for (Path directory : directories) {
      collect(directory, finished);
    }
    finished.sort(
        Comparator.comparingLong((Finished each) -> each.episode().id().collector())
            .thenComparingLong(each -> each.episode().id().number()));
    int told = 0;
    List<String> outdated = new ArrayList<>();
    Finished before = null;
    for (Finished each : finished) {
      Map.Entry<Long, Long> wanted = wanted(before, each);
      if (before != null && wanted != null) {
        told++;
        if (each.episode().summary().policyId() < wanted.getValue()) {
          outdated.add(described(before, each, wanted));
        }
      }
      before = each;
    }
    return new Result(told, outdated);
  }

  private String described(Finished before, Finished now, Map.Entry<Long, Long> wanted) {
    long begun = before.atMillis();
    long quiet =
        disturbed.stream()
            .mapToLong(Disturbed::toMillis)
            .filter(to -> to <= begun)
            .max()
            .orElse(begun);
    return String.format(
        Locale.ROOT,
        "episode %s acted by policy %d; %d could be had %.3f s before it, the last disturbance"
            + " was over %.3f s before it",
        now.episode().id(),
        now.episode().summary().policyId(),
        wanted.getValue(),
        (begun - wanted.getKey()) * 1e-3,
        (begun - quiet) * 1e-3);
  }

  /** When which policy could be had before an episode; null where that cannot be told. */
  private Map.@Nullable Entry<Long, Long> wanted(@Nullable Finished before, Finished now) {
    if (before == null
        || before.episode().id().collector() != now.episode().id().collector()
        || before.episode().id().number() + 1 != now.episode().id().number()) {
      return null;
    }
    Map.Entry<Long, Long> entry = handedOut.floorEntry(before.atMillis());
    boolean known = entry != null && isQuiet(entry.getKey(), now.atMillis());
    return known ? entry : null;
  }

  private static void collect(Path directory, List<Finished> finished) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".episode")).toList()) {
        finished.add(
            new Finished(
                Episode.decode(Files.readAllBytes(file)),
                Files.getLastModifiedTime(file).toMillis()));
      }
    }
  }
}
