package minitaur.sim.export;

import java.util.function.Function;
import minitaur.sim.dynamics.RobotModel;

/** File formats of a robot model. */
public enum ModelFormat {
  /**
   * Unified Robot Description Format: a kinematic tree; the importing software must close the
   * loops.
   */
  URDF(model -> new UrdfWriter(model).write()),
  /** MuJoCo's format, with closed loops, motors and ground. */
  MJCF(model -> new MjcfWriter(model).write());

  private final Function<RobotModel, String> writer;

  ModelFormat(Function<RobotModel, String> writer) {
    this.writer = writer;
  }

  /** Returns the model as XML. */
  public String write(RobotModel model) {
    return writer.apply(model);
  }
}
