package minitaur.controller.robot;

import minitaur.hal.settings.Setting;

/** Settings of the robot and of the tracking of its pose. */
public record HardwareSettings(
    @Setting(doc = "Which robot is controlled, and how it is reached.") RobotSettings robot,
    @Setting(doc = "The simulated robot.") SimulationSettings sim,
    @Setting(doc = "The motion capture that measures where the robot is.") MocapSettings mocap) {

  /** The project's defaults: the simulated robot. */
  public static HardwareSettings defaults() {
    return new HardwareSettings(
        RobotSettings.defaults(), SimulationSettings.defaults(), MocapSettings.defaults());
  }
}
