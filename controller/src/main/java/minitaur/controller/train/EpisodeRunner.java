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
 * Runs episodes and the phases between them on a robot, on one thread. Used both with a learner in
 * this process and with a remote one.
 */
public final class EpisodeRunner {
  private static final Logger LOG = LoggerFactory.getLogger(EpisodeRunner.class);

  private final RobotSession session;
  private final EpisodeLoop loop;
  private final EpisodeLifecycle life;

  /**
   * Creates a runner; no episode has begun.
   *
   * @param policies supplies the policy, once per episode
   * @param sink receives the transitions
   * @param observers notified before the observer of the context. Not modified.
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

  /** Polls {@code reason} between episodes: no episode begins while it returns a reason. */
  public void waitWhile(Supplier<@Nullable String> reason) {
    life.waitWhile(reason);
  }

  /** Ends the current episode at its next step because the run is over. Thread-safe. */
  public void endEpisode() {
    loop.requestEnd(Reason.RUN_ENDED);
  }

  /** Advances by at most one environment step. */
  public EpisodeLifecycle.Outcome advance() {
    if (life.isInEpisode() && !session.isArmed() && loop.end() == null) {
      LOG.warn("The robot is no longer armed: {}", session.status());
      loop.requestEnd(Reason.ROBOT_STOPPED);
    }
    return life.advance();
  }

  /** The summary of the last episode that ended. */
  public EpisodeSummary summary() {
    return life.summary();
  }

  /** Episode, fall, reset and time totals of the run so far. */
  public OperatorCounts counts() {
    return life.counts();
  }

  /** Whether an episode is running. */
  public boolean isInEpisode() {
    return life.isInEpisode();
  }

  /** Ends the run for the given reason. */
  public void finish(String why) {
    life.finish(why);
  }

  /** Writes the episode and operator counts; between episodes only. */
  public void saveLife(DataOutput out) throws IOException {
    life.save(out);
  }

  /** Reads the counts that {@link #saveLife} wrote; before the first episode only. */
  public void restoreLife(DataInput in) throws IOException {
    life.restore(in);
  }

  /** Writes the state of the robot and the counts for the next episode; between episodes only. */
  public void save(DataOutput out) throws IOException {
    session.save(out);
    life.save(out);
  }

  /** Reads the state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    session.restore(in);
    life.restore(in);
  }
}
