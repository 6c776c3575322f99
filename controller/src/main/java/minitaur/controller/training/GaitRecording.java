package minitaur.controller.training;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.policy.Policy;
import minitaur.controller.render.RobotPose;
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
    SimulatedRig rig = new SimulatedRig(config, seed, false, () -> policy, Evaluation.NOWHERE);
    List<RobotPose> poses = new ArrayList<>();
    rig.robot.reset();
    long start = rig.robot.timeNanos();
    rig.loop.begin(0);
    while (rig.loop.tick()) {
      MultibodyState truth = rig.robot.truth();
      poses.add(
          new RobotPose(
              (rig.robot.timeNanos() - start) * 1e-9,
              truth.position[0],
              truth.position[2],
              truth.roll(),
              truth.pitch(),
              truth.motorAngle.clone()));
    }
    rig.loop.finish();
    return poses;
  }
}
