package minitaur.controller.record;

import java.io.IOException;
import java.util.stream.DoubleStream;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.TerrainShape.Cuboid;
import minitaur.controller.record.JsonMessage.Color;
import minitaur.hal.mocap.Pose;

/** Foxglove scene of a terrain: triangles for the ground, cubes for boxes and blocks. */
final class TerrainScene {
  private static final Color SOIL = new Color(0.80, 0.78, 0.74);
  private static final Color SLIPPERY = new Color(0.62, 0.80, 0.90);
  private static final Color STONE = new Color(0.60, 0.60, 0.60);
  private static final Color WOOD = new Color(0.85, 0.70, 0.49);

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
    json.endArray().endObject().endArray();
  }

  /** Writes the cells with one friction value, two triangles each. */
  private void triangles(double friction, JsonMessage json) throws IOException {
    int columns = shape.y().length;
    json.object().pose(0, 0, 0).array("points");
    for (int i = 0; i < shape.z().length; i++) {
      json.point(shape.x()[i / columns], shape.y()[i % columns], shape.z()[i]);
    }
    json.endArray().color(friction < 1 ? SLIPPERY : SOIL);
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
    json.array("cubes").object().pose(pose);
    endCube(shape.blocks().get(index), WOOD, json);
    json.endArray().endObject().endArray();
  }

  private static void endCube(Cuboid box, Color color, JsonMessage json) throws IOException {
    json.vector("size", box.sizeX(), box.sizeY(), box.sizeZ());
    json.color(color).endObject();
  }
}
