package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.episode.WalkingTask;
import minitaur.controller.learn.MirrorSymmetry;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.Observation;
import minitaur.controller.task.ObservationHistory;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.dynamics.MultibodyState;
import org.junit.jupiter.api.Test;

/**
 * Tests that the symmetry by which the learner mirrors transitions is that of the simulated robot.
 */
class MirroredPolicyTest {
  private static final int STEPS = 75;

  private final MirrorSymmetry symmetry = symmetry();

  private static MirrorSymmetry symmetry() {
    MirrorSymmetry symmetry = WalkingTask.spec(TaskSettings.paper()).symmetry();
    assertThat(symmetry).isNotNull();
    return symmetry;
  }

  /** Position and attitude of the trunk after each step. */
  private static List<double[]> path(ControllerConfig config, Policy policy) {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.nominal().withStartJitter(0), 0);
    RobotState sensors = new RobotState();
    MotorCommand command = new MotorCommand();
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = config.task().gains().kp();
    command.kd = config.task().gains().kd();
    ObservationHistory history = new ObservationHistory();
    float[] observation = new float[ObservationLayout.OBSERVATION_SIZE];
    float[] state = new float[ObservationLayout.STATE_SIZE];
    float[] action = new float[ObservationLayout.ACTION_SIZE];
    List<double[]> path = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      robot.read(sensors);
      Observation.fill(sensors, observation);
      if (step == 0) {
        history.begin(observation);
      } else {
        history.push(action, observation);
      }
      history.copyState(state);
      policy.act(state, action);
      config.task().actionMap().toMotorAngles(action, command.targetAngleRad);
      robot.write(command);
      robot.advanceTo(robot.timeNanos() + config.task().timing().stepNanos());
      MultibodyState groundTruth = robot.groundTruth();
      path.add(
          new double[] {
            groundTruth.position[0],
            groundTruth.position[1],
            groundTruth.position[2],
            groundTruth.roll(),
            groundTruth.pitch(),
            groundTruth.yaw()
          });
    }
    return path;
  }

  /** Passes the mirrored state to a policy and mirrors its action back. */
  private Policy mirrored(Policy policy) {
    TransitionBatch row =
        new TransitionBatch(1, ObservationLayout.STATE_SIZE, ObservationLayout.ACTION_SIZE);
    return new Policy() {
      @Override
      public long id() {
        return policy.id();
      }

      @Override
      public void act(float[] state, float[] action) {
        System.arraycopy(state, 0, row.states, 0, state.length);
        symmetry.mirror(row, 0);
        policy.act(row.states, action);
        System.arraycopy(action, 0, row.actions, 0, action.length);
        symmetry.mirror(row, 0);
        System.arraycopy(row.actions, 0, action, 0, action.length);
      }
    };
  }

  @Test
  void mirroredPolicyFollowsMirroredPath() throws IOException {
    PretrainedPolicy trained = PretrainedPolicy.ALL.get(0);
    ControllerConfig config = trained.config(List.of());
    List<double[]> path = path(config, trained.deterministic(config));
    List<double[]> mirroredPath = path(config, mirrored(trained.deterministic(config)));

    int[] sign = {1, -1, 1, -1, 1, -1};
    double maxDeviation = 0;
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < sign.length; i++) {
        assertThat(mirroredPath.get(step)[i])
            .as("component %d after step %d", i, step)
            .isCloseTo(sign[i] * path.get(step)[i], within(1e-3));
      }
      maxDeviation =
          Math.max(maxDeviation, Math.abs(path.get(step)[1]) + Math.abs(path.get(step)[5]));
    }
    assertThat(path.get(STEPS - 1)[0]).as("walks forward").isGreaterThan(0.5);
    assertThat(maxDeviation).as("path deviates laterally").isGreaterThan(0.01);
  }
}
