package minitaur.controller.record;

import java.io.IOException;
import java.util.stream.DoubleStream;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.TerrainShape.Cuboid;
import minitaur.hal.mocap.Pose;

/** Foxglove scene of a terrain: triangles for the ground, cubes for boxes and blocks. */
final class TerrainScene {
  private static final double[] SOIL = {0.80, 0.78, 0.74};
  private static final double[] SLIPPERY = {0.62, 0.80, 0.90};
  private static final double[] STONE = {0.60, 0.60, 0.60};
  private static final double[] WOOD = {0.85, 0.70, 0.49};

  private final TerrainShape shape;

  TerrainScene(TerrainShape shape) {
    this.shape = shape;
  }

  /** Writes the ground, with slippery parts in a different color, and the static boxes. */
  void ground(long timeNanos, JsonMessage json) throws IOException {
    RobotScene.beginEntity(RobotScene.LANE, "terrain", timeNanos, json);
    json.array("triangles");
    for (double friction : DoubleStream.of(shape.friction()).distinct().toArray()) {
      triangles(friction, json);
    }
    json.endArray().array("cubes");
    for (Cuboid box : shape.boxes()) {
      json.object().object("pose").vector("position", box.x(), box.y(), box.z());
      json.quaternion(
              "orientation",
              StrictMath.cos(box.yawRad() / 2),
              0,
              0,
              StrictMath.sin(box.yawRad() / 2))
          .endObject();
      endCube(box, STONE, json);
    }
    json.endArray();
    RobotScene.endEntity(json);
  }

  /** Writes the cells with one friction value, two triangles each. */
  private void triangles(double friction, JsonMessage json) throws IOException {
    int columns = shape.y().length;
    json.object().object("pose").vector("position", 0, 0, 0);
    json.quaternion("orientation", 1, 0, 0, 0).endObject();
    json.array("points");
    for (int i = 0; i < shape.z().length; i++) {
      json.object()
          .number("x", shape.x()[i / columns])
          .number("y", shape.y()[i % columns])
          .number("z", shape.z()[i])
          .endObject();
    }
    json.endArray();
    color(friction < 1 ? SLIPPERY : SOIL, json);
    json.array("colors").endArray().array("indices");
    for (int cell = 0; cell < shape.friction().length; cell++) {
      if (shape.friction()[cell] == friction) {
        int corner = cell / (columns - 1) * columns + cell % (columns - 1);
        json.integer(corner).integer(corner + columns).integer(corner + columns + 1);
        json.integer(corner).integer(corner + columns + 1).integer(corner + 1);
      }
    }
    json.endArray().endObject();
  }

  /** Writes a movable block at its current pose. */
  void block(long timeNanos, int index, Pose pose, JsonMessage json) throws IOException {
    RobotScene.beginEntity(RobotScene.LANE, "block-" + index, timeNanos, json);
    json.array("cubes").object().object("pose");
    json.vector("position", pose.xMetres, pose.yMetres, pose.zMetres)
        .quaternion("orientation", pose.qw, pose.qx, pose.qy, pose.qz)
        .endObject();
    endCube(shape.blocks().get(index), WOOD, json);
    json.endArray();
    RobotScene.endEntity(json);
  }

  private static void endCube(Cuboid box, double[] color, JsonMessage json) throws IOException {
    json.vector("size", box.sizeX(), box.sizeY(), box.sizeZ());
    color(color, json);
    json.endObject();
  }

  private static void color(double[] color, JsonMessage json) throws IOException {
    json.object("color")
        .number("r", color[0])
        .number("g", color[1])
        .number("b", color[2])
        .number("a", 1)
        .endObject();
  }
}
