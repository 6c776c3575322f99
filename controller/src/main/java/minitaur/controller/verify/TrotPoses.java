package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseTracker;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.random.RandomStream;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.TrotController;
import minitaur.sim.device.MotionCaptureProfile;

/** Camera poses and ground truth of a ten-second trot. */
public final class TrotPoses {
  /** Cameras of a laboratory: 120 Hz, 0.1 mm of noise, 5.4 ms of delay. */
  public static final MotionCaptureProfile CAMERAS = new MotionCaptureProfile(120, 1e-4, 5.4e-3);

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int DURATION_MILLIS = 10_000;
  private static final long FADE_IN_END_NANOS = 1_000_000_000;
  private static final long FIRST_STEP_NANOS = 100_000_000;
  private static final long STEP_NANOS = 20_000_000;
  private static final long MAX_GAP_NANOS = 50_000_000;

  private final List<Pose> poses = new ArrayList<>();
  private final double[] trueX = new double[DURATION_MILLIS + 1];
  private final double[] trueVelocity = new double[DURATION_MILLIS + 1];

  /**
   * Error of the filtered velocity over the trot.
   *
   * @param rms root mean square over all poses with a velocity, m/s
   * @param bias mean error, m/s
   * @param samples number of poses with a velocity
   * @param rejected number of rejected poses
   */
  public record VelocityError(double rms, double bias, int samples, long rejected) {}

  /** Simulates the trot. */
  public TrotPoses() {
    SimulatedRobot robot = robot();
    TrotController driver = new TrotController(robot);
    Pose pose = new Pose();
    for (int i = 0; i <= DURATION_MILLIS; i++) {
      trueX[i] = robot.groundTruth().position[0];
      trueVelocity[i] = robot.groundTruth().velocity[0];
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
  static SimulatedRobot robot() {
    return new SimulatedRobot(
        SimulationProfile.nominal().withMotionCapture(CAMERAS).withStartJitter(0), 1);
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
    PoseQueue queue = new PoseQueue(16);
    PoseTracker tracked = new PoseTracker(queue, TrackingConfig.nominal());
    Track track = new Track();
    double squares = 0;
    double sum = 0;
    int samples = 0;
    for (Pose pose : poses) {
      if (dropOuts.nextDouble() < dropOutShare) {
        continue;
      }
      queue.add(pose);
      tracked.read(pose.timeNanos, track);
      if (track.velocityUnknownNanos == 0 && pose.timeNanos >= FADE_IN_END_NANOS) {
        double error = track.xMetresPerSec - interpolate(trueVelocity, track.timeNanos);
        squares += error * error;
        sum += error;
        samples++;
      }
    }
    return new VelocityError(
        Math.sqrt(squares / samples),
        sum / samples,
        samples,
        tracked.drops().count(DropReason.OUTLIER));
  }

  /** Difference between the distance and the time integral of the reward's velocity, m. */
  public double distanceError() {
    PoseQueue queue = new PoseQueue(16);
    PoseTracker tracked = new PoseTracker(queue, TrackingConfig.nominal());
    PoseHistory history = new PoseHistory(1024, MAX_GAP_NANOS);
    Pose pose = new Pose();
    double stepSeconds = STEP_NANOS * 1e-9;
    double sum = 0;
    long tick = FIRST_STEP_NANOS;
    double previousX = Double.NaN;
    for (Pose captured : poses) {
      queue.add(captured);
      while (tracked.poll(pose)) {
        history.add(pose);
      }
      for (; history.interpolate(tick, pose); tick += STEP_NANOS) {
        if (tick > FIRST_STEP_NANOS) {
          double velocity = (pose.xMetres - previousX) / stepSeconds;
          sum += velocity * stepSeconds;
        }
        previousX = pose.xMetres;
      }
    }
    return sum - (interpolate(trueX, tick - STEP_NANOS) - interpolate(trueX, FIRST_STEP_NANOS));
  }

  private static double interpolate(double[] values, long timeNanos) {
    int before = (int) Math.min(timeNanos / NANOS_PER_MILLI, DURATION_MILLIS - 1);
    double fraction = (double) (timeNanos - before * NANOS_PER_MILLI) / NANOS_PER_MILLI;
    return (1 - fraction) * values[before] + fraction * values[before + 1];
  }
}
