package minitaur.controller.episode;

import java.util.Arrays;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;

/** Stores transitions, gaps and final observations in a replay buffer. Does not allocate. */
public final class ReplayWriter implements TransitionSink {
  private final CompactReplayBuffer replay;
  private final ReplayRecord record = new ReplayRecord();

  /** A writer to {@code replay}. */
  public ReplayWriter(CompactReplayBuffer replay) {
    this.replay = replay;
  }

  @Override
  public void transition(Transition transition) {
    boolean terminated = transition.discount == 0;
    append(
        transition.tick,
        terminated ? ReplayRecord.Kind.TRANSITION_TERMINATED : ReplayRecord.Kind.TRANSITION,
        (float) transition.terms.total(),
        (float) transition.powerWatts);
  }

  @Override
  public void gap(Tick tick) {
    append(tick, ReplayRecord.Kind.GAP, 0, 0);
  }

  @Override
  public void finalObservation(Tick tick) {
    append(tick, ReplayRecord.Kind.FINAL_OBSERVATION, 0, 0);
  }

  private void append(Tick tick, ReplayRecord.Kind kind, float reward, float power) {
    record.step = tick.step;
    record.kind = kind;
    System.arraycopy(tick.observation, 0, record.observation, 0, record.observation.length);
    if (kind == ReplayRecord.Kind.FINAL_OBSERVATION) {
      Arrays.fill(record.action, 0);
    } else {
      System.arraycopy(tick.action, 0, record.action, 0, record.action.length);
    }
    record.reward = reward;
    record.power = power;
    replay.append(record);
  }
}
