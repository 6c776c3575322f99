package minitaur.controller.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.render.RobotPose;
import minitaur.controller.settings.ControllerConfig;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.dynamics.MultibodyState;
import minitaur.sim.terrain.Terrain;

/** Records the poses of a simulated robot during episodes of a policy. */
public final class GaitRecording {
  private GaitRecording() {}

  /**
   * A recorded episode.
   *
   * @param poses ground-truth pose at each control step
   * @param blocks {@code [step][block][corner]} x and z of the corners of movable blocks, m
   * @param ground ground height along the center line of the lane as a function of x, m
   */
  public record Episode(
      List<RobotPose> poses, List<List<double[][]>> blocks, DoubleUnaryOperator ground) {}

  /**
   * Runs one episode.
   *
   * @param seed seed of the simulator
   */
  public static Episode record(ControllerConfig config, Policy policy, long seed) {
    SimulatedSession session = new SimulatedSession(config.hardware(), config.task(), seed, false);
    return record(session, loop(session, config, policy), 0, Integer.MAX_VALUE);
  }

  /**
   * Runs episodes until they contain the given number of steps.
   *
   * @param seed seed of the simulator
   * @param steps total number of steps; the last episode is truncated
   */
  public static List<Episode> record(ControllerConfig config, Policy policy, long seed, int steps) {
    SimulatedSession session = new SimulatedSession(config.hardware(), config.task(), seed, false);
    EpisodeLoop loop = loop(session, config, policy);
    List<Episode> episodes = new ArrayList<>();
    int remaining = steps;
    while (remaining > 0) {
      Episode episode = record(session, loop, episodes.size(), remaining);
      episodes.add(episode);
      // An episode without steps must not cause an endless loop.
      remaining -= Math.max(1, episode.poses().size());
    }
    return episodes;
  }

  private static EpisodeLoop loop(
      SimulatedSession session, ControllerConfig config, Policy policy) {
    return EpisodeLoopFactory.createLoop(
        session, config.episode(), () -> policy, TransitionSink.NONE);
  }

  private static Episode record(
      SimulatedSession session, EpisodeLoop loop, int index, int maxSteps) {
    SimulatedRobot simulation = session.simulation();
    List<RobotPose> poses = new ArrayList<>();
    List<List<double[][]>> blocks = new ArrayList<>();
    session.resetRobot();
    long start = simulation.timeNanos();
    loop.begin(index);
    while (poses.size() < maxSteps && loop.tick()) {
      MultibodyState groundTruth = simulation.groundTruth();
      blocks.add(simulation.dynamics().blockOutlines());
      poses.add(
          new RobotPose(
              (simulation.timeNanos() - start) * 1e-9,
              groundTruth.position[0],
              groundTruth.position[2],
              groundTruth.roll(),
              groundTruth.pitch(),
              groundTruth.motorAngle.clone()));
    }
    if (loop.end() != null) {
      loop.finish();
    }
    Terrain terrain = simulation.dynamics().terrain();
    return new Episode(poses, blocks, x -> terrain.height(x, 0));
  }
}
