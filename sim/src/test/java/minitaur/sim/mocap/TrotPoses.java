package minitaur.sim.mocap;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.mocap.Pose;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.TrotDriver;
import minitaur.sim.device.MotionCaptureProfile;

/** Ten seconds of the fixtures' trot: what cameras saw of it, and what was true. */
final class TrotPoses {
  static final long MILLISECOND = 1_000_000;
  private static final int MILLISECONDS = 10_000;

  /** In order of capture. */
  final List<Pose> poses = new ArrayList<>();

  /** When each pose can be had. */
  final List<Long> arrivals = new ArrayList<>();

  private final double[] trueX = new double[MILLISECONDS + 1];
  private final double[] trueVelocity = new double[MILLISECONDS + 1];

  TrotPoses(MotionCaptureProfile cameras) {
    SimulatedRobot robot = robot(cameras);
    TrotDriver driver = new TrotDriver(robot);
    Pose pose = new Pose();
    for (int i = 0; i <= MILLISECONDS; i++) {
      trueX[i] = robot.truth().position[0];
      trueVelocity[i] = robot.truth().velocity[0];
      while (robot.poses().poll(pose)) {
        if (pose.timeNanos >= 0) {
          Pose copy = new Pose();
          copy.set(pose);
          poses.add(copy);
          arrivals.add(robot.timeNanos());
        }
      }
      driver.step();
    }
  }

  static SimulatedRobot robot(MotionCaptureProfile cameras) {
    SimulationProfile nominal = SimulationProfile.nominal();
    return new SimulatedRobot(
        new SimulationProfile(
            "cameras",
            nominal.observationLatencySeconds(),
            nominal.commandLatencySeconds(),
            nominal.encoderBits(),
            nominal.inertial(),
            cameras,
            nominal.batteryVolts(),
            nominal.body(),
            nominal.pushes(),
            0),
        1);
  }

  double trueX(long timeNanos) {
    return at(trueX, timeNanos);
  }

  double trueVelocity(long timeNanos) {
    return at(trueVelocity, timeNanos);
  }

  private static double at(double[] values, long timeNanos) {
    int before = (int) Math.min(timeNanos / MILLISECOND, MILLISECONDS - 1);
    double fraction = (double) (timeNanos - before * MILLISECOND) / MILLISECOND;
    return (1 - fraction) * values[before] + fraction * values[before + 1];
  }
}
