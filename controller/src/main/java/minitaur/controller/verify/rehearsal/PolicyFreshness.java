package minitaur.controller.verify.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import minitaur.controller.remote.Episode;
import minitaur.controller.remote.TrainerReport;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether each episode used the newest policy. A policy that was available when an episode
 * finished must be used in the next one, unless a fault was injected in between. Events are ordered
 * by the wall clock of the computer.
 */
final class PolicyFreshness {
  private final TreeMap<Long, Long> published = new TreeMap<>();
  private final List<FaultInterval> faultIntervals = new ArrayList<>();
  private long newest = -1;

  private record FaultInterval(long fromMillis, long toMillis) {}

  private record Finished(Episode episode, long atMillis) {}

  /**
   * Findings.
   *
   * @param episodes number of episodes that could be checked
   * @param outdated a message for each of these that used an older policy
   */
  record Result(int episodes, List<String> outdated) {}

  /**
   * Records a response of the trainer.
   *
   * @param atMillis arrival time of the response
   */
  void recordResponse(TrainerReport report, long atMillis) {
    long policy = report.learner().policy();
    if (policy != newest && !report.training().exploring()) {
      newest = policy;
      published.put(atMillis, policy);
    }
  }

  /** Records an injected fault; nothing is checked during it. */
  void recordFault(long fromMillis, long toMillis) {
    faultIntervals.add(new FaultInterval(fromMillis, toMillis));
    newest = -1;
  }

  private boolean isFaultFree(long fromMillis, long toMillis) {
    return faultIntervals.stream()
        .noneMatch(each -> each.fromMillis() <= toMillis && each.toMillis() >= fromMillis);
  }

  /**
   * Checks all finished episodes of a collector.
   *
   * @param directories directories of episode files, whose modification time is when they finished
   */
  Result of(List<Path> directories) throws IOException {
    List<Finished> finished = new ArrayList<>();
    for (Path directory : directories) {
      for (Path file : RemoteTraining.files(directory, ".episode")) {
        finished.add(
            new Finished(
                Episode.decode(Files.readAllBytes(file)),
                Files.getLastModifiedTime(file).toMillis()));
      }
    }
    finished.sort(
        Comparator.comparingLong((Finished each) -> each.episode().id().collector())
            .thenComparingLong(each -> each.episode().id().number()));
    int checked = 0;
    List<String> outdated = new ArrayList<>();
    Finished previous = null;
    for (Finished each : finished) {
      Map.Entry<Long, Long> expected = expected(previous, each);
      if (previous != null && expected != null) {
        checked++;
        if (each.episode().summary().policyId() < expected.getValue()) {
          outdated.add(describe(previous, each, expected));
        }
      }
      previous = each;
    }
    return new Result(checked, outdated);
  }

  private String describe(Finished previous, Finished current, Map.Entry<Long, Long> expected) {
    long startMillis = previous.atMillis();
    long faultEndMillis =
        faultIntervals.stream()
            .mapToLong(FaultInterval::toMillis)
            .filter(to -> to <= startMillis)
            .max()
            .orElse(startMillis);
    return Text.of(
        "episode %s used policy %d; policy %d was available %.3f s before it, and the last fault"
            + " ended %.3f s before it",
        current.episode().id(),
        current.episode().summary().policyId(),
        expected.getValue(),
        (startMillis - expected.getKey()) * 1e-3,
        (startMillis - faultEndMillis) * 1e-3);
  }

  /** The policy that was available before an episode, with its time; null when unknown. */
  private Map.@Nullable Entry<Long, Long> expected(@Nullable Finished previous, Finished current) {
    if (previous == null
        || previous.episode().id().collector() != current.episode().id().collector()
        || previous.episode().id().number() + 1 != current.episode().id().number()) {
      return null;
    }
    Map.Entry<Long, Long> entry = published.floorEntry(previous.atMillis());
    boolean known = entry != null && isFaultFree(entry.getKey(), current.atMillis());
    return known ? entry : null;
  }
}
