package minitaur.controller.train;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.render.RobotPose;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.dynamics.MultibodyState;

/** Poses of a simulated robot that a policy moves. */
public final class GaitRecording {
  private GaitRecording() {}

  /**
   * Runs one episode.
   *
   * @param seed of the simulator's random streams
   * @return the true pose at each control step
   */
  public static List<RobotPose> record(ControllerConfig config, Policy policy, long seed) {
    SimulatedSession rig = new SimulatedSession(config, seed, false);
    EpisodeLoop loop = EpisodeLoopFactory.on(rig, config, () -> policy, Evaluation.NOWHERE);
    SimulatedRobot simulation = rig.simulation();
    List<RobotPose> poses = new ArrayList<>();
    rig.placeAtStart();
    long start = simulation.timeNanos();
    loop.begin(0);
    while (loop.tick()) {
      MultibodyState truth = simulation.truth();
      poses.add(
          new RobotPose(
              (simulation.timeNanos() - start) * 1e-9,
              truth.position[0],
              truth.position[2],
              truth.roll(),
              truth.pitch(),
              truth.motorAngle.clone()));
    }
    loop.finish();
    return poses;
  }
}
