package minitaur.sim.export;

import minitaur.sim.dynamics.RobotModel;

/** Formats of a robot model. */
public enum ModelFormat {
  /** Unified Robot Description Format: a tree, whose loops the reader has to close. */
  URDF {
    @Override
    public String write(RobotModel model) {
      return UrdfModel.write(model);
    }
  },
  /** MuJoCo's format, with closed loops, motors and ground. */
  MJCF {
    @Override
    public String write(RobotModel model) {
      return MjcfModel.write(model);
    }
  };

  /** The model as XML. */
  public abstract String write(RobotModel model);
}
