package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import minitaur.sim.terrain.Block;
import minitaur.sim.terrain.Box;
import minitaur.sim.terrain.CompositeTerrain;
import minitaur.sim.terrain.FlatGround;
import org.junit.jupiter.api.Test;

/**
 * The robot pushes four of six blocks as far as in MuJoCo, within the band over MuJoCo's contact
 * settings.
 */
class SixBlocksTest {
  private static final double STEP = 1e-3;

  /** Tolerance beyond the band for a different contact model, as a fraction of the distance. */
  private static final double TOLERANCE = 0.02;

  /** Likewise for the blocks, about 3 % of the displacement, m. */
  private static final double BLOCK_TOLERANCE = 0.015;

  @Test
  void blockDisplacementsMatchMujoco() throws IOException {
    JsonNode scene = ReferenceData.json("six-blocks.json");
    List<Block> blocks = new ArrayList<>();
    for (JsonNode position : scene.get("places")) {
      Box box =
          Box.standing(
              position.get(0).asDouble(), position.get(1).asDouble(), 0, 0.09, 0.09, 0.06, 0);
      blocks.add(new Block(box, 0.25, 0.5));
    }
    assertThat(blocks).hasSize(6);
    MinitaurDynamics robot =
        new MinitaurDynamics(
            RobotModel.nominal(), new CompositeTerrain(List.of(new FlatGround()), blocks));
    TestGait gait = TestGait.of("trot.csv");
    double[] target = new double[8];
    double[] torque = new double[8];
    gait.target(0, target);
    robot.resetStanding(target);
    for (int i = 0; i < Math.round(scene.get("seconds").asDouble() / STEP); i++) {
      gait.target(i * STEP, target);
      TestMotors.drive(robot.state(), target, torque);
      robot.step(torque, STEP);
    }
    double x = robot.state().position[0];
    requireInBand("x", x, TOLERANCE * x, scene, end -> end.get("x").asDouble());
    requireInBand(
        "y", robot.state().position[1], TOLERANCE * x, scene, end -> end.get("y").asDouble());
    for (int i = 0; i < blocks.size(); i++) {
      double[] position = robot.block(i).position;
      for (int axis = 0; axis < 2; axis++) {
        int block = i;
        int coordinate = axis;
        requireInBand(
            "block " + i + (axis == 0 ? " x" : " y"),
            position[axis],
            BLOCK_TOLERANCE,
            scene,
            end -> end.get("blocks").get(block).get(coordinate).asDouble());
      }
      assertThat(position[2]).as("block %d z", i).isCloseTo(0.03, within(1e-3));
    }
  }

  private static void requireInBand(
      String quantity,
      double value,
      double tolerance,
      JsonNode scene,
      ToDoubleFunction<JsonNode> coordinate) {
    double min = Double.MAX_VALUE;
    double max = -Double.MAX_VALUE;
    for (JsonNode end : scene.get("by_setting")) {
      min = Math.min(min, coordinate.applyAsDouble(end));
      max = Math.max(max, coordinate.applyAsDouble(end));
    }
    assertThat(value).as(quantity).isBetween(min - tolerance, max + tolerance);
  }
}
