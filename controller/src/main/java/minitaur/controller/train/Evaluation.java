package minitaur.controller.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.RewardTermReturns;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.gait.GaitMetrics;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.Motor;
import minitaur.sim.dynamics.RobotModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates a policy by episodes: on a fresh simulated robot, where the same policy and seed give
 * bit-identical results, or on the configured robot.
 */
public final class Evaluation {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);

  /** Time step of the simulator. */
  private static final double STEP_SECONDS = 1e-3;

  private static final EpisodeEnd TIME_LIMIT = new Truncation(Reason.TIME_LIMIT);

  private Evaluation() {}

  /**
   * Runs episodes on a simulated robot.
   *
   * @param policy should be deterministic
   * @param seed seed of the simulator
   */
  public static EvaluationResult run(
      ControllerConfig config, Policy policy, int episodes, long seed) {
    RobotSession session = new SimulatedSession(config.hardware(), config.task(), seed, false);
    return run(config, policy, episodes, session, reason -> true, () -> false).orElseThrow();
  }

  /**
   * Runs episodes on the configured robot.
   *
   * @param policy should be deterministic
   * @param session not closed
   * @param confirm asks the operator of a real robot to place it, with the reason, and returns
   *     whether the robot may move
   * @param stop polled at every tick; true sets the motors to damping mode and ends the evaluation
   * @return the results of the complete episodes; empty if there is none
   */
  public static Optional<EvaluationResult> run(
      ControllerConfig config,
      Policy policy,
      int episodes,
      RobotSession session,
      Predicate<String> confirm,
      BooleanSupplier stop) {
    GaitMetrics gait = new GaitMetrics(RobotModel.nominal().mass());
    RewardTermReturns rewards = new RewardTermReturns();
    EpisodeLoop loop =
        EpisodeLoopFactory.createLoop(session, config.episode(), () -> policy, TransitionSink.NONE);
    loop.setObserver(EpisodeObserver.all(List.of(gait, rewards)));
    loop.stopWhen(stop);
    if (session instanceof SimulatedSession simulated) {
      sampleGait(simulated, gait);
    }
    EpisodeReset reset =
        new EpisodeReset(session, config.episode().safety().tiltLimitRad(), confirm, stop);
    List<EpisodeSummary> summaries = new ArrayList<>();
    // Updated after each complete episode, because the observers also see a stopped one.
    Optional<EvaluationResult> result = Optional.empty();
    String reason = "the evaluation begins";
    while (summaries.size() < episodes && reset.awaitReady(reason)) {
      int index = summaries.size();
      loop.begin(index);
      session.note(EpisodeNote.begin(index, policy.id(), new byte[0]).text());
      EpisodeSummary summary = finish(loop, session);
      session.disarm();
      session.note(EpisodeNote.end(summary).text());
      if (summary.end().equals(new Truncation(Reason.OPERATOR))) {
        break;
      }
      summaries.add(summary);
      result = Optional.of(EvaluationResult.of(summaries, gait.report(), rewards.means()));
      reason = summary.explainEnd();
    }
    boolean early =
        !summaries.isEmpty() && !summaries.get(summaries.size() - 1).end().equals(TIME_LIMIT);
    if (early && !session.isResetByProgram()) {
      // The operator is told how the other episodes ended when the reset is requested.
      LOG.warn("The last episode ended early: {}.", reason);
    }
    return result;
  }

  private static void sampleGait(SimulatedSession session, GaitMetrics gait) {
    double[] windingWatts = new double[Motor.COUNT];
    session
        .simulation()
        .setObserver(
            (sample, power, feetOnGround) -> {
              for (int motor = 0; motor < Motor.COUNT; motor++) {
                windingWatts[motor] = power.windingWatts(motor);
              }
              gait.sample(
                  sample.motorTorqueNm,
                  windingWatts,
                  power.supplyWatts(),
                  feetOnGround,
                  STEP_SECONDS);
            });
  }

  private static EpisodeSummary finish(EpisodeLoop loop, RobotSession session) {
    while (loop.tick()) {
      if (!session.isArmed()) {
        LOG.warn("The robot is no longer armed: {}", session.status());
        loop.requestEnd(Reason.ROBOT_STOPPED);
      }
    }
    return loop.finish();
  }
}
