package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.render.RobotPose;
import minitaur.controller.run.render.TerrainFigure;
import minitaur.controller.settings.ControllerConfig;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.dynamics.MultibodyState;
import minitaur.sim.terrain.Terrain;
import minitaur.sim.terrain.TerrainSpec;

/**
 * Evaluates a policy on one terrain. An episode ends when the trunk passes the end of the course
 * within its lane (crossed), with a fall relative to the ground (fell), or at the time limit or
 * when the robot leaves the lane (stuck).
 */
public final class TerrainTrial {
  /** Half width of the lane, m. */
  public static final double HALF_LANE = 0.75;

  private static final double GROUND_SPACING = 0.005;
  private static final double MARGIN = 0.4;

  /** Distance between the poses drawn in a figure, m. */
  private static final double POSE_DISTANCE = 0.55;

  private final SimulatedSession session;
  private final TerrainSpec spec;
  private final EpisodeLoop loop;
  private final double[] ground = new double[2];

  /**
   * Results of the episodes on a terrain.
   *
   * @param terrain specification of the terrain
   * @param episodes number of episodes
   * @param crossed number of episodes in which the robot reached the end
   * @param fell number of episodes in which the robot fell
   * @param meanVelocity mean forward velocity of the trunk over all episodes, m/s
   * @param energyPerMetre total electrical energy over total distance, J/m; NaN without forward
   *     motion
   * @param worstPitch max absolute pitch relative to the ground, rad
   */
  public record Outcome(
      TerrainSpec terrain,
      int episodes,
      int crossed,
      int fell,
      double meanVelocity,
      double energyPerMetre,
      double worstPitch) {
    /** Number of episodes in which the robot neither reached the end nor fell. */
    public int stuck() {
      return episodes - crossed - fell;
    }

    /** Share of episodes in which the robot reached the end. */
    public double share() {
      return (double) crossed / episodes;
    }
  }

  /**
   * Prepares a simulated robot on a terrain.
   *
   * @param config includes the terrain and the length of an episode
   * @param policy should be deterministic
   */
  public TerrainTrial(ControllerConfig config, Policy policy) {
    spec = TerrainSpec.parse(config.sim().terrain());
    session = new SimulatedSession(config.hardware(), config.task(), config.run().seed(), false);
    loop =
        EpisodeLoopFactory.createLoop(session, config.episode(), () -> policy, TransitionSink.NONE);
  }

  /** Runs episodes, each with a varied terrain and start. */
  public Outcome run(int episodes) {
    int crossed = 0;
    int fell = 0;
    double distance = 0;
    double seconds = 0;
    double energy = 0;
    double worstPitch = 0;
    for (int episode = 0; episode < episodes; episode++) {
      session.resetRobot();
      SimulatedRobot robot = session.simulation();
      double startX = robot.groundTruth().position[0];
      long start = robot.timeNanos();
      loop.begin(episode);
      boolean passed = false;
      double x = startX;
      while (loop.tick()) {
        x = robot.groundTruth().position[0];
        robot.dynamics().groundTilt(ground);
        worstPitch = Math.max(worstPitch, Math.abs(robot.groundTruth().pitch() - ground[1]));
        boolean inLane = Math.abs(robot.groundTruth().position[1]) <= HALF_LANE;
        passed |= inLane && x >= spec.endX();
        if (passed || !inLane) {
          loop.requestEnd(Reason.RUN_ENDED);
        }
      }
      seconds += (robot.timeNanos() - start) * 1e-9;
      distance += x - startX;
      EpisodeSummary summary = loop.finish();
      energy += summary.energyJoules();
      crossed += passed ? 1 : 0;
      fell += !passed && summary.fell() ? 1 : 0;
    }
    return new Outcome(
        spec,
        episodes,
        crossed,
        fell,
        distance / seconds,
        distance > 0 ? energy / distance : Double.NaN,
        worstPitch);
  }

  /** Runs another episode and returns its figure. */
  public TerrainFigure.Strip draw(String title) {
    session.resetRobot();
    SimulatedRobot robot = session.simulation();
    Terrain terrain = robot.dynamics().terrain();
    List<RobotPose> poses = new ArrayList<>();
    long start = robot.timeNanos();
    loop.begin(0);
    while (loop.tick()) {
      MultibodyState groundTruth = robot.groundTruth();
      RobotPose last = poses.isEmpty() ? null : poses.get(poses.size() - 1);
      if (last == null || groundTruth.position[0] - last.x() >= POSE_DISTANCE) {
        poses.add(
            new RobotPose(
                (robot.timeNanos() - start) * 1e-9,
                groundTruth.position[0],
                groundTruth.position[2],
                groundTruth.roll(),
                groundTruth.pitch(),
                groundTruth.motorAngle.clone()));
      }
      if (groundTruth.position[0] >= spec.endX()) {
        loop.requestEnd(Reason.RUN_ENDED);
      }
    }
    loop.finish();
    int points = (int) Math.ceil((spec.endX() + 2 * MARGIN) / GROUND_SPACING);
    double[] groundX = new double[points];
    double[] groundZ = new double[points];
    for (int i = 0; i < points; i++) {
      groundX[i] = -MARGIN + i * GROUND_SPACING;
      groundZ[i] = terrain.height(groundX[i], 0);
    }
    return new TerrainFigure.Strip(
        title, groundX, groundZ, poses, robot.dynamics().blockOutlines());
  }
}
