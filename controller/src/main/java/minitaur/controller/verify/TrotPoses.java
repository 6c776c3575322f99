package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.TrackedPoses;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.random.RandomStream;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.TrotDriver;
import minitaur.sim.device.MotionCaptureProfile;

/** Camera poses and ground truth of a ten-second trot. */
public final class TrotPoses {
  /** Cameras of a laboratory: 120 Hz, 0.1 mm of noise, 5.4 ms of delay. */
  public static final MotionCaptureProfile CAMERAS = new MotionCaptureProfile(120, 1e-4, 5.4e-3);

  private static final long MILLISECOND = 1_000_000;
  private static final int MILLISECONDS = 10_000;
  private static final long FADED_IN_NANOS = 1_000_000_000;
  private static final long FIRST_STEP_NANOS = 100_000_000;
  private static final long STEP_NANOS = 20_000_000;
  private static final long MAX_GAP_NANOS = 50_000_000;

  private final List<Pose> poses = new ArrayList<>();
  private final double[] trueX = new double[MILLISECONDS + 1];
  private final double[] trueVelocity = new double[MILLISECONDS + 1];

  /**
   * Error of the filtered velocity over the trot.
   *
   * @param rms root mean square over all poses with a velocity, m/s
   * @param bias mean error, m/s
   * @param known number of poses with a velocity
   * @param rejected number of rejected poses
   */
  public record VelocityError(double rms, double bias, int known, long rejected) {}

  /** Simulates the trot. */
  public TrotPoses(MotionCaptureProfile cameras) {
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
        }
      }
      driver.step();
    }
  }

  /** Creates a robot without noise, except that of its cameras. */
  static SimulatedRobot robot(MotionCaptureProfile cameras) {
    return new SimulatedRobot(
        SimulationProfile.nominal().withMotionCapture(cameras).withStartJitter(0), 1);
  }

  /** Poses in order of capture. */
  List<Pose> poses() {
    return poses;
  }

  /**
   * Error of the filtered velocity during the steady trot.
   *
   * @param dropOutShare share of poses that are lost, 0 to 1
   * @param dropOuts random stream that selects them; not shared
   */
  public VelocityError velocityError(double dropOutShare, RandomStream dropOuts) {
    PoseQueue arrived = new PoseQueue(16);
    TrackedPoses tracked = new TrackedPoses(arrived, TrackingConfig.nominal());
    Track track = new Track();
    double squares = 0;
    double sum = 0;
    int known = 0;
    for (Pose pose : poses) {
      if (dropOuts.nextDouble() < dropOutShare) {
        continue;
      }
      arrived.add(pose);
      tracked.read(pose.timeNanos, track);
      if (track.unknownNanos == 0 && pose.timeNanos >= FADED_IN_NANOS) {
        double error = track.xMetresPerSec - at(trueVelocity, track.timeNanos);
        squares += error * error;
        sum += error;
        known++;
      }
    }
    return new VelocityError(
        Math.sqrt(squares / known), sum / known, known, tracked.drops().of(DropReason.OUTLIER));
  }

  /** Difference between the distance and the time integral of the reward's velocity, m. */
  public double distanceError() {
    PoseQueue arrived = new PoseQueue(16);
    TrackedPoses tracked = new TrackedPoses(arrived, TrackingConfig.nominal());
    PoseHistory history = new PoseHistory(1024, MAX_GAP_NANOS);
    Pose pose = new Pose();
    double stepSeconds = STEP_NANOS * 1e-9;
    double sum = 0;
    long tick = FIRST_STEP_NANOS;
    double before = Double.NaN;
    for (Pose seen : poses) {
      arrived.add(seen);
      while (tracked.poll(pose)) {
        history.add(pose);
      }
      for (; history.interpolate(tick, pose); tick += STEP_NANOS) {
        if (tick > FIRST_STEP_NANOS) {
          double velocity = (pose.xMetres - before) / stepSeconds;
          sum += velocity * stepSeconds;
        }
        before = pose.xMetres;
      }
    }
    return sum - (at(trueX, tick - STEP_NANOS) - at(trueX, FIRST_STEP_NANOS));
  }

  private static double at(double[] values, long timeNanos) {
    int before = (int) Math.min(timeNanos / MILLISECOND, MILLISECONDS - 1);
    double fraction = (double) (timeNanos - before * MILLISECOND) / MILLISECOND;
    return (1 - fraction) * values[before] + fraction * values[before + 1];
  }
}
