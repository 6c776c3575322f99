package minitaur.sim.export;

import minitaur.sim.dynamics.RobotModel;

/** File formats of a robot model. */
public enum ModelFormat {
  /**
   * Unified Robot Description Format: a kinematic tree; the importing software must close the
   * loops.
   */
  URDF {
    @Override
    public String write(RobotModel model) {
      return UrdfWriter.write(model);
    }
  },
  /** MuJoCo's format, with closed loops, motors and ground. */
  MJCF {
    @Override
    public String write(RobotModel model) {
      return MjcfWriter.write(model);
    }
  };

  /** Returns the model as XML. */
  public abstract String write(RobotModel model);
}
