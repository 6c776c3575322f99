package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.replay.ReplayBuffer;
import minitaur.controller.operator.OperatorCounts;
import org.jspecify.annotations.Nullable;

/**
 * Complete episodes that were collected by another process.
 *
 * <p>Each episode is learned from exactly once, however the process ends: a checkpoint contains the
 * replay's head and the number of episodes taken. On resume, both replay and supplier return to it,
 * and later episodes are taken again. The supplier may drop only the episodes that the oldest kept
 * checkpoint covers, so that a damaged newest checkpoint loses no data.
 *
 * <p>In lock-step mode an episode is replayed step by step, at each step with the records that were
 * complete by then: the same episodes in the same order give bit-identical results, equal to those
 * of training in one process. Otherwise an episode is taken as a whole.
 */
final class SuppliedEpisodes implements ExperienceSource {
  private final EpisodeSource supplier;
  private final ReplayBuffer replay;
  private final TrainingSchedule schedule;
  private final Deque<Long> covered = new ArrayDeque<>();
  private long episodes;
  private long steps;
  private OperatorCounts counts = OperatorCounts.NONE;
  private @Nullable EpisodeSummary summary;
  private boolean stopping;
  private boolean held;
  private long saving;

  // The episode that is being replayed step by step.
  private @Nullable SuppliedEpisode current;
  private int currentSteps;
  private int appended;

  /** The episode in the replay that is not yet acknowledged to the supplier. */
  private @Nullable SuppliedEpisode taken;

  /**
   * @param supplier not closed
   */
  SuppliedEpisodes(EpisodeSource supplier, ReplayBuffer replay, TrainingSchedule schedule) {
    this.supplier = supplier;
    this.replay = replay;
    this.schedule = schedule;
  }

  @Override
  public void reset() throws IOException {
    supplier.rewind(0);
  }

  @Override
  public void start() {
    stopping = false;
  }

  @Override
  public Progress collect() throws IOException {
    SuppliedEpisode episode = current;
    if (episode == null) {
      if (held || isExhausted()) {
        return Progress.NONE;
      }
      episode = supplier.next();
      if (episode == null) {
        return Progress.NONE;
      }
      summary = episode.summary(Math.toIntExact(episodes));
      if (!schedule.isLockStep()) {
        steps += summary().steps();
        return end(episode);
      }
      current = episode;
      currentSteps = 0;
      appended = 0;
    }
    return step(episode);
  }

  private Progress step(SuppliedEpisode episode) {
    if (currentSteps == summary().steps()) {
      return end(episode);
    }
    currentSteps++;
    steps++;
    int complete = episode.recordsAfter(currentSteps, appended);
    episode.appendTo(replay, appended, complete);
    appended = complete;
    return Progress.STEPS;
  }

  private Progress end(SuppliedEpisode episode) {
    episode.appendTo(replay, appended, episode.records());
    appended = 0;
    current = null;
    taken = episode;
    episodes++;
    counts = counts.plus(episode.cost());
    return Progress.EPISODE_ENDED;
  }

  @Override
  public void acknowledge() throws IOException {
    if (taken != null) {
      supplier.taken();
      taken = null;
    }
  }

  @Override
  public void requestStop() {
    stopping = true;
  }

  @Override
  public boolean isExhausted() {
    return current == null && (stopping || steps >= schedule.steps());
  }

  @Override
  public void hold(@Nullable String reason) {
    held = reason != null;
  }

  @Override
  public boolean isSavable() {
    return current == null;
  }

  @Override
  public long episodes() {
    return episodes;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public EpisodeSummary summary() {
    EpisodeSummary last = summary;
    if (last == null) {
      throw new IllegalStateException("no episode has ended");
    }
    return last;
  }

  @Override
  public OperatorCounts counts() {
    return counts;
  }

  @Override
  public boolean repeatsAfterRestore() {
    return true;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    saving = supplier.settle();
    out.writeLong(saving);
    out.writeLong(steps);
    writeCounts(out);
  }

  @Override
  public void saved() throws IOException {
    if (!covered.isEmpty() && covered.getLast() == saving) {
      return;
    }
    covered.add(saving);
    if (covered.size() > Checkpoint.KEPT) {
      covered.remove();
    }
    if (covered.size() == Checkpoint.KEPT) {
      supplier.release(covered.element());
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    episodes = in.readLong();
    steps = in.readLong();
    counts = readCounts(in);
    supplier.rewind(episodes);
    covered.add(episodes);
  }

  @Override
  public void finish(String reason) {}

  @Override
  public void close() {}

  private void writeCounts(DataOutput out) throws IOException {
    out.writeLong(counts.episodes());
    out.writeLong(counts.falls());
    out.writeLong(counts.resets());
    out.writeLong(counts.standUps());
    out.writeDouble(counts.robotSeconds());
    out.writeDouble(counts.humanSeconds());
  }

  private static OperatorCounts readCounts(DataInput in) throws IOException {
    return new OperatorCounts(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        in.readDouble());
  }
}
