package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.lifecycle.EpisodeLifecycle;
import minitaur.controller.lifecycle.LifecycleSettings;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one episode after the other on a robot, with what lies between them, on one thread; the same
 * whether the learner is in this process or elsewhere.
 */
public final class EpisodeRunner {
  private static final Logger LOG = LoggerFactory.getLogger(EpisodeRunner.class);

  private final RobotSession session;
  private final EpisodeLoop loop;
  private final EpisodeLifecycle life;

  /**
   * A robot whose first episode has not begun.
   *
   * @param policies who acts, asked once an episode
   * @param sink where transitions go
   * @param observers see the episodes before the observer of the context does. Not modified.
   */
  public EpisodeRunner(
      ControllerConfig config,
      RunContext context,
      Supplier<? extends Policy> policies,
      TransitionSink sink,
      List<? extends EpisodeObserver> observers) {
    session = context.session();
    loop = EpisodeLoopFactory.on(session, config.episode(), policies, sink);
    loop.observe(EpisodeObserver.all(List.of(EpisodeObserver.all(observers), context.observer())));
    life =
        new EpisodeLifecycle(
            session,
            loop,
            EpisodeLoopFactory.supervisor(session, config.episode()),
            LifecycleSettings.of(config.operator(), config.episode(), session),
            context.operator(),
            context.whileWaiting());
    life.observe(context.observer());
  }

  /** Has {@code reason} asked between episodes what keeps the next one from beginning. */
  public void waitWhile(Supplier<@Nullable String> reason) {
    life.waitWhile(reason);
  }

  /** Ends the episode under way at its next step, because the run is over; from any thread. */
  public void endEpisode() {
    loop.requestEnd(Reason.RUN_ENDED);
  }

  /** Does the next thing there is to do, up to one environment step. */
  public EpisodeLifecycle.Outcome advance() {
    if (life.isInEpisode() && !session.isArmed() && loop.end() == null) {
      LOG.warn("The robot is no longer armed: {}", session.status());
      loop.requestEnd(Reason.ROBOT_STOPPED);
    }
    return life.advance();
  }

  /** What became of the episode that ended last. */
  public EpisodeSummary summary() {
    return life.summary();
  }

  /** What the run has cost so far. */
  public OperatorCounts counts() {
    return life.counts();
  }

  /** Whether an episode is under way. */
  public boolean isInEpisode() {
    return life.isInEpisode();
  }

  /** The run is over, and why. */
  public void finish(String why) {
    life.finish(why);
  }

  /** Writes how many episodes there were and what they have cost; between episodes only. */
  public void saveLife(DataOutput out) throws IOException {
    life.save(out);
  }

  /** Reads what {@link #saveLife} wrote, before the first episode. */
  public void restoreLife(DataInput in) throws IOException {
    life.restore(in);
  }

  /** Writes robot and life, for the next episode; between episodes only. */
  public void save(DataOutput out) throws IOException {
    session.save(out);
    life.save(out);
  }

  /** Reads what {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    session.restore(in);
    life.restore(in);
  }
}
