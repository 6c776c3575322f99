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
  private final EpisodeLifecycle lifecycle;

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
    loop = EpisodeLoopFactory.createLoop(session, config.episode(), policies, sink);
    loop.setObserver(
        EpisodeObserver.all(List.of(EpisodeObserver.all(observers), context.observer())));
    lifecycle =
        new EpisodeLifecycle(
            session,
            loop,
            EpisodeLoopFactory.createSupervisor(session, config.episode()),
            LifecycleSettings.of(config.operator(), config.episode(), session),
            context.operator(),
            context.whileWaiting());
    lifecycle.observe(context.observer());
  }

  /** Polls {@code reason} between episodes: no episode begins while it returns a reason. */
  public void waitWhile(Supplier<@Nullable String> reason) {
    lifecycle.pauseWhile(reason);
  }

  /** Ends the current episode at its next step because the run is over. Thread-safe. */
  public void endEpisode() {
    loop.requestEnd(Reason.RUN_ENDED);
  }

  /** Advances by at most one environment step. */
  public EpisodeLifecycle.Outcome advance() {
    if (lifecycle.isInEpisode() && !session.isArmed() && loop.end() == null) {
      LOG.warn("The robot is no longer armed: {}", session.status());
      loop.requestEnd(Reason.ROBOT_STOPPED);
    }
    return lifecycle.advance();
  }

  /** The summary of the last episode that ended. */
  public EpisodeSummary summary() {
    return lifecycle.summary();
  }

  /** Episode, fall, reset and time totals of the run so far. */
  public OperatorCounts counts() {
    return lifecycle.counts();
  }

  /** Whether an episode is running. */
  public boolean isInEpisode() {
    return lifecycle.isInEpisode();
  }

  /** Ends the run for the given reason. */
  public void finish(String reason) {
    lifecycle.finish(reason);
  }

  /** Writes the episode and operator counts; between episodes only. */
  public void saveCounts(DataOutput out) throws IOException {
    lifecycle.save(out);
  }

  /** Reads the counts that {@link #saveCounts} wrote; before the first episode only. */
  public void restoreCounts(DataInput in) throws IOException {
    lifecycle.restore(in);
  }

  /** Writes the state of the robot and the counts for the next episode; between episodes only. */
  public void save(DataOutput out) throws IOException {
    session.save(out);
    lifecycle.save(out);
  }

  /** Reads the state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    session.restore(in);
    lifecycle.restore(in);
  }
}
