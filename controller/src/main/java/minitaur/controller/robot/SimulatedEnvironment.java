package minitaur.controller.robot;

import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeSettings;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.external.Environment;
import minitaur.controller.external.ExternalSpec;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.task.ObservationHistory;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.controller.task.reward.RewardTermValues;
import minitaur.controller.task.reward.StepOutcome;
import org.jspecify.annotations.Nullable;

/**
 * The walking task on the simulated robot, one step per call: the same control loop, safety
 * supervisor, observations and reward as in training. The forward velocity in the reward is the
 * simulator's ground truth, because poses of the simulated motion capture may arrive after the
 * reward is computed; without noise and latency (profile nominal) both are equal.
 */
public final class SimulatedEnvironment implements Environment {
  private final HardwareSettings hardware;
  private final EpisodeSettings settings;
  private final double stepSeconds;
  private final RewardFunction rewardFunction;
  private final RewardTermValues terms = new RewardTermValues();
  private final ObservationHistory history = new ObservationHistory();
  private final StepOutcome outcome = new StepOutcome();
  private final Policy clientPolicy = new ClientActionPolicy();
  private @Nullable Episode episode;
  private float reward;

  /** A robot and its episode loop. */
  private record Episode(SimulatedSession session, EpisodeLoop loop) {
    double trunkX() {
      return session.simulation().groundTruth().position[0];
    }
  }

  /** The environment of a configuration. */
  public SimulatedEnvironment(HardwareSettings hardware, EpisodeSettings settings) {
    this.hardware = hardware;
    this.settings = settings;
    stepSeconds = settings.task().timing().stepNanos() * 1e-9;
    rewardFunction = settings.task().reward();
  }

  /** Sizes, bounds, episode limit and rate of the environments of a configuration. */
  public static ExternalSpec spec(EpisodeSettings settings) {
    return new ExternalSpec(
        "minitaur",
        ExternalSpec.Bounds.of(
            ObservationLayout.STATE_SIZE, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY),
        ExternalSpec.Bounds.of(ObservationLayout.ACTION_SIZE, -1, 1),
        settings.task().timing().episodeSteps(),
        settings.task().timing().policyRateHz());
  }

  @Override
  public void reset(long seed, float[] observation) {
    close();
    SimulatedSession session = new SimulatedSession(hardware, settings.task(), seed, false);
    EpisodeLoop loop =
        EpisodeLoopFactory.createLoop(session, settings, () -> clientPolicy, TransitionSink.NONE);
    episode = new Episode(session, loop);
    outcome.clearActions();
    reward = 0;
    loop.begin(0);
    loop.observe();
    loop.copyObservation(outcome.nextObservation);
    history.begin(outcome.nextObservation);
    history.copyState(observation);
  }

  @Override
  public Outcome step(float[] action, float[] observation) {
    Episode current = episode;
    if (current == null) {
      throw new IllegalStateException("the environment was not reset");
    }
    outcome.advance(action);
    double previousX = current.trunkX();
    double previousEnergy = current.loop.energyJoules();
    reward = 0;
    if (current.loop.act()) {
      current.loop.observe();
      current.loop.copyObservation(outcome.nextObservation);
      history.push(action, outcome.nextObservation);
      outcome.velocityMetresPerSec = (current.trunkX() - previousX) / stepSeconds;
      double power = (current.loop.energyJoules() - previousEnergy) / stepSeconds;
      outcome.powerWatts = Double.isFinite(power) ? power : 0;
      reward = (float) rewardFunction.evaluate(outcome, terms);
    }
    history.copyState(observation);
    EpisodeEnd end = current.loop.end();
    if (end == null) {
      return Outcome.CONTINUES;
    }
    return end.discount() == 0 ? Outcome.TERMINATED : Outcome.TRUNCATED;
  }

  @Override
  public float reward() {
    return reward;
  }

  @Override
  public void close() {
    Episode current = episode;
    if (current != null) {
      current.session.close();
      episode = null;
    }
  }

  /** Returns the action that the client chose. */
  private final class ClientActionPolicy implements Policy {
    @Override
    public long id() {
      return 0;
    }

    @Override
    public void act(float[] state, float[] action) {
      System.arraycopy(outcome.action, 0, action, 0, action.length);
    }
  }
}
