package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.operator.OperatorCounts;
import org.jspecify.annotations.Nullable;

/**
 * Complete episodes that were collected by another process.
 *
 * <p>Each episode is learned from exactly once, however the process ends: a checkpoint contains the
 * head of the replay buffer and the number of episodes taken. On resume, both replay buffer and
 * supplier return to it, and later episodes are taken again. The supplier may drop only the
 * episodes that the oldest kept checkpoint covers, so that a damaged newest checkpoint loses no
 * data.
 *
 * <p>In lock-step mode an episode is replayed step by step, at each step with the records that were
 * complete by then: the same episodes in the same order give bit-identical results, equal to those
 * of training in one process. Otherwise a whole episode is processed at once.
 */
final class RemoteEpisodes extends SynchronousEpisodes {
  private final EpisodeSource source;
  private final CompactReplayBuffer replay;
  private final TrainingSchedule schedule;
  private final Deque<Long> checkpointedEpisodes = new ArrayDeque<>();
  private long steps;
  private OperatorCounts counts = OperatorCounts.NONE;
  private @Nullable EpisodeSummary summary;
  private long savedEpisodes;

  // The episode that is being replayed step by step.
  private @Nullable RemoteEpisode current;
  private int currentSteps;
  private int appendedRecords;

  /** The episode in the replay buffer that is not yet acknowledged to the supplier. */
  private @Nullable RemoteEpisode unacknowledged;

  /**
   * @param source not closed
   */
  RemoteEpisodes(EpisodeSource source, CompactReplayBuffer replay, TrainingSchedule schedule) {
    this.source = source;
    this.replay = replay;
    this.schedule = schedule;
  }

  @Override
  public void reset() throws IOException {
    source.rewind(0);
  }

  @Override
  boolean isInEpisode() {
    return current != null;
  }

  @Override
  boolean isAtLimit() {
    return steps >= schedule.steps();
  }

  @Override
  Progress advance() throws IOException {
    RemoteEpisode episode = current;
    if (episode == null) {
      episode = source.next();
      if (episode == null) {
        return Progress.NONE;
      }
      summary = episode.summary(Math.toIntExact(counts.episodes()));
      if (!schedule.isLockStep()) {
        steps += summary().steps();
        return end(episode);
      }
      current = episode;
      currentSteps = 0;
      appendedRecords = 0;
    }
    return step(episode);
  }

  private Progress step(RemoteEpisode episode) {
    if (currentSteps == summary().steps()) {
      return end(episode);
    }
    currentSteps++;
    steps++;
    int complete = episode.recordsAfter(currentSteps, appendedRecords);
    episode.appendTo(replay, appendedRecords, complete);
    appendedRecords = complete;
    return Progress.STEPS;
  }

  private Progress end(RemoteEpisode episode) {
    episode.appendTo(replay, appendedRecords, episode.records());
    appendedRecords = 0;
    current = null;
    unacknowledged = episode;
    counts = counts.plus(episode.counts());
    return Progress.EPISODE_ENDED;
  }

  @Override
  public void acknowledge() throws IOException {
    if (unacknowledged != null) {
      source.acknowledge();
      unacknowledged = null;
    }
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public EpisodeSummary summary() {
    return Objects.requireNonNull(summary, "no episode has ended");
  }

  @Override
  public OperatorCounts counts() {
    return counts;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    savedEpisodes = source.commit();
    out.writeLong(savedEpisodes);
    out.writeLong(steps);
    writeCounts(out);
  }

  @Override
  public void onCheckpointWritten() throws IOException {
    if (!checkpointedEpisodes.isEmpty() && checkpointedEpisodes.getLast() == savedEpisodes) {
      return;
    }
    checkpointedEpisodes.add(savedEpisodes);
    if (checkpointedEpisodes.size() > Checkpoint.MAX_CHECKPOINTS) {
      checkpointedEpisodes.remove();
    }
    if (checkpointedEpisodes.size() == Checkpoint.MAX_CHECKPOINTS) {
      source.release(checkpointedEpisodes.element());
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    savedEpisodes = in.readLong();
    steps = in.readLong();
    counts = readCounts(in);
    source.rewind(savedEpisodes);
    checkpointedEpisodes.add(savedEpisodes);
  }

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
