package minitaur.controller.verify.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.remote.Episode;
import minitaur.controller.remote.EpisodeId;
import minitaur.controller.remote.Intake;
import minitaur.controller.remote.IntakeRegistry;
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.StoredReplays;

/**
 * Reconciliation of the finished episodes on the collectors' disks with the trainer's replay
 * buffer.
 *
 * @param finished number of episodes on the collectors' disks
 * @param lost number of these that are missing in the replay buffer
 * @param duplicated number of repeated entries in the replay buffer
 * @param unknown number of entries in the replay buffer that no collector finished
 * @param altered number of entries with a different checksum or different values
 */
record EpisodeReconciliation(int finished, int lost, int duplicated, int unknown, int altered) {
  /**
   * Reconciles the episodes; all processes must have ended.
   *
   * @param spools spools of the collectors, which kept sent episodes. Not modified.
   * @param run the trainer's directory
   */
  static EpisodeReconciliation of(List<Path> spools, Path run, ControllerConfig config)
      throws IOException {
    Map<EpisodeId, Path> finished = new LinkedHashMap<>();
    for (Path spool : spools) {
      for (Path directory : List.of(spool, spool.resolve("sent"))) {
        for (Path file : RemoteTraining.files(directory, ".episode")) {
          finished.put(Episode.decode(Files.readAllBytes(file)).id(), file);
        }
      }
    }
    List<IntakeRegistry.Entry> registry =
        IntakeRegistry.open(Intake.registry(run), new LocalFileOperations()).entries();
    Set<EpisodeId> seen = new HashSet<>();
    int duplicated = 0;
    int unknown = 0;
    int altered = 0;
    try (CompactReplayBuffer replay = StoredReplays.open(run.resolve("replay.bin"), config)) {
      long offset = 0;
      for (IntakeRegistry.Entry entry : registry) {
        Path file = finished.get(entry.id());
        duplicated += seen.add(entry.id()) ? 0 : 1;
        if (file == null) {
          unknown++;
        } else {
          altered += matchesReplay(file, entry, replay, offset) ? 0 : 1;
        }
        offset += entry.records();
      }
      altered += offset == replay.head() ? 0 : 1;
    }
    int lost = (int) finished.keySet().stream().filter(id -> !seen.contains(id)).count();
    return new EpisodeReconciliation(finished.size(), lost, duplicated, unknown, altered);
  }

  private static boolean matchesReplay(
      Path file, IntakeRegistry.Entry entry, CompactReplayBuffer replay, long offset)
      throws IOException {
    Episode episode = Episode.decode(Files.readAllBytes(file));
    if (episode.checksum() != entry.checksum()
        || episode.records() != entry.records()
        || offset + entry.records() > replay.head()) {
      return false;
    }
    ReplayRecord expected = new ReplayRecord();
    ReplayRecord stored = new ReplayRecord();
    for (int step = 0; step < episode.records(); step++) {
      episode.read(step, expected);
      replay.read(offset + step, stored);
      if (stored.step != expected.step
          || stored.kind != expected.kind
          || stored.reward != expected.reward
          || !Arrays.equals(stored.observation, expected.observation)
          || !Arrays.equals(stored.action, expected.action)) {
        return false;
      }
    }
    return true;
  }
}
