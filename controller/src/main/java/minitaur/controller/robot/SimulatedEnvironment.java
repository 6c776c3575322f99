package minitaur.controller.robot;

import java.util.Arrays;
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
import minitaur.controller.task.reward.RewardTerms;
import org.jspecify.annotations.Nullable;

/**
 * The walking task on the simulated robot, one step at a call: the same control loop, safety
 * supervisor, observations and reward as in training. The forward velocity of the reward is the
 * simulator's own, because the poses of simulated motion capture may come later than the reward is
 * due; without noise and latency (profile nominal) both are the same.
 */
public final class SimulatedEnvironment implements Environment {
  private final HardwareSettings hardware;
  private final EpisodeSettings settings;
  private final double stepSeconds;
  private final RewardFunction rewardFunction;
  private final RewardTerms terms = new RewardTerms();
  private final ObservationHistory history = new ObservationHistory();
  private final float[] newest = new float[ObservationLayout.OBSERVATION];
  private final float[] action = new float[ObservationLayout.ACTION];
  private final float[] previous = new float[ObservationLayout.ACTION];
  private final float[] beforePrevious = new float[ObservationLayout.ACTION];
  private final Policy given = new GivenAction();
  private @Nullable Episode episode;
  private float reward;

  /** A robot and the loop that runs its episode. */
  private record Episode(SimulatedSession session, EpisodeLoop loop) {
    double x() {
      return session.simulation().truth().position[0];
    }
  }

  /** The environment of a configuration. */
  public SimulatedEnvironment(HardwareSettings hardware, EpisodeSettings settings) {
    this.hardware = hardware;
    this.settings = settings;
    stepSeconds = settings.task().timing().stepNanos() * 1e-9;
    rewardFunction = new RewardFunction(settings.task().reward());
  }

  /** Sizes, bounds, episode limit and rate of the environments of a configuration. */
  public static ExternalSpec spec(EpisodeSettings settings) {
    return new ExternalSpec(
        "minitaur",
        ExternalSpec.Bounds.of(
            ObservationLayout.STATE, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY),
        ExternalSpec.Bounds.of(ObservationLayout.ACTION, -1, 1),
        settings.task().timing().episodeSteps(),
        settings.task().timing().policyRateHz());
  }

  @Override
  public void reset(long seed, float[] observation) {
    close();
    SimulatedSession session = new SimulatedSession(hardware, settings.task(), seed, false);
    EpisodeLoop loop = EpisodeLoopFactory.on(session, settings, () -> given, TransitionSink.NONE);
    episode = new Episode(session, loop);
    Arrays.fill(action, 0);
    Arrays.fill(previous, 0);
    reward = 0;
    loop.begin(0);
    loop.observe();
    loop.copyObservation(newest);
    history.begin(newest);
    history.state(observation);
  }

  @Override
  public Outcome step(float[] chosen, float[] observation) {
    Episode running = episode;
    if (running == null) {
      throw new IllegalStateException("the environment was not reset");
    }
    System.arraycopy(previous, 0, beforePrevious, 0, previous.length);
    System.arraycopy(action, 0, previous, 0, action.length);
    System.arraycopy(chosen, 0, action, 0, action.length);
    double x = running.x();
    reward = 0;
    if (running.loop.act()) {
      running.loop.observe();
      running.loop.copyObservation(newest);
      history.push(action, newest);
      double velocity = (running.x() - x) / stepSeconds;
      reward =
          (float)
              rewardFunction.evaluate(velocity, action, previous, beforePrevious, newest, terms);
    }
    history.state(observation);
    EpisodeEnd end = running.loop.end();
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
    Episode running = episode;
    if (running != null) {
      running.session.close();
      episode = null;
    }
  }

  /** Acts as the client chose. */
  private final class GivenAction implements Policy {
    @Override
    public long id() {
      return 0;
    }

    @Override
    public void act(float[] state, float[] chosen) {
      System.arraycopy(action, 0, chosen, 0, chosen.length);
    }
  }
}
