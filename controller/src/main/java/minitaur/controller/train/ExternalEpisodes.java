package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.external.EnvironmentProcess;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.learn.replay.TransitionReplayBuffer;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Episodes of an environment in another process, one environment step per call. Each episode has
 * its own seed: if episodes depend only on their seed and actions, a run that was killed and
 * resumed is bit-identical to an uninterrupted one. A step does not allocate.
 */
final class ExternalEpisodes extends SynchronousEpisodes {
  private final EnvironmentProcess environment;
  private final EnvironmentSpec spec;
  private final BehaviorPolicies policies;
  private final TransitionReplayBuffer replay;
  private final RandomStream seeds;
  private final long stepLimit;
  private final float[] action;
  private float[] state;
  private float[] nextState;

  private @Nullable Policy actingPolicy;
  private @Nullable EpisodeEnd end;
  private int step;
  private double episodeReturn;
  private long episodes;
  private @Nullable EpisodeSummary summary;

  /**
   * @param environments not closed
   * @param replay not closed
   */
  ExternalEpisodes(
      ControllerConfig config,
      ExternalEnvironments environments,
      BehaviorPolicies policies,
      TransitionReplayBuffer replay) {
    environment = environments.training();
    spec = environments.spec();
    this.policies = policies;
    this.replay = replay;
    seeds = RandomStream.of(config.run().seed(), "environment.episodes");
    stepLimit = config.run().steps();
    action = new float[spec.actionSize()];
    state = new float[spec.stateSize()];
    nextState = new float[spec.stateSize()];
  }

  @Override
  boolean isInEpisode() {
    return actingPolicy != null;
  }

  @Override
  boolean isAtLimit() {
    return steps() >= stepLimit;
  }

  @Override
  Progress advance() {
    Policy policy = actingPolicy == null ? begin() : actingPolicy;
    EpisodeEnd episodeEnd = end;
    if (episodeEnd == null && isAtLimit()) {
      episodeEnd = new Truncation(Truncation.Reason.RUN_ENDED);
    }
    if (episodeEnd != null) {
      finishEpisode(policy, episodeEnd);
      return Progress.EPISODE_ENDED;
    }
    step(refreshed(policy));
    return Progress.STEPS;
  }

  private Policy begin() {
    Policy policy = policies.get();
    environment.reset(0, seeds.nextLong() >>> Integer.SIZE, state);
    actingPolicy = policy;
    end = null;
    step = 0;
    episodeReturn = 0;
    return policy;
  }

  /** The policy for the next step. Episodes may be long, so the warm-up also ends within one. */
  private Policy refreshed(Policy policy) {
    if (step == 0) {
      return policy;
    }
    if (policies.isWarmUpOver(policy)) {
      Policy learned = policies.get();
      actingPolicy = learned;
      return learned;
    }
    policy.refresh();
    return policy;
  }

  private void step(Policy policy) {
    policy.act(state, action);
    environment.step(action);
    environment.copyObservation(0, nextState);
    float reward = environment.reward(0);
    boolean terminated = environment.isTerminated(0);
    replay.append(state, action, reward, nextState, terminated ? 0 : 1);
    episodeReturn += reward;
    step++;
    policies.countStep();
    float[] previous = state;
    state = nextState;
    nextState = previous;
    if (terminated) {
      end = new EpisodeEnd.EnvironmentTermination();
    } else if (environment.isTruncated(0) || step >= spec.horizonSteps()) {
      end = new Truncation(Truncation.Reason.TIME_LIMIT);
    }
  }

  private void finishEpisode(Policy policy, EpisodeEnd episodeEnd) {
    summary =
        ExternalEvaluation.summary((int) episodes, step, episodeReturn, episodeEnd, policy.id());
    episodes++;
    actingPolicy = null;
  }

  @Override
  public long steps() {
    return policies.steps();
  }

  @Override
  public EpisodeSummary summary() {
    return Objects.requireNonNull(summary, "no episode has ended");
  }

  @Override
  public OperatorCounts counts() {
    return new OperatorCounts(episodes, 0, 0, 0, steps() / spec.rateHz(), 0);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    policies.save(out);
    seeds.save(out);
    out.writeLong(episodes);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    policies.restore(in);
    seeds.restore(in);
    episodes = in.readLong();
  }
}
