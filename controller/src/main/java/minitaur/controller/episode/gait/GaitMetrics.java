package minitaur.controller.episode.gait;

import java.util.Arrays;
import minitaur.controller.episode.EnergyMeter;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.Tick;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import minitaur.hal.motor.ThermalModel;

/**
 * Measures power, heat, torque, smoothness and stride of a gait, over any number of episodes.
 *
 * <p>It observes episodes at the control rate, which is all that a real robot provides. A simulator
 * also calls {@link #sample} every millisecond: then power, torque and heat come from there, and
 * foot contacts are known. Without it, current follows from torque by the motor's curve, the power
 * of a motor is max(0, (I R + Ke w) I), and a foot is in contact if pose and motor angles place it
 * less than 7 mm above the ground. Without poses, or on ground that is not level, stride frequency
 * and duty factor are NaN.
 *
 * <p>The temperature prediction assumes constant mean heat of each motor in {@link ThermalModel}.
 * Allocates only in {@link #report}. Not thread-safe.
 */
public final class GaitMetrics implements EpisodeObserver {
  private static final double GRAVITY = 9.81;

  /** Contact changes that last less than this are chatter, not steps. */
  private static final double MIN_PHASE_SECONDS = 0.01;

  private static final int JERK_ORDER = 3;

  private final double weightNewton;

  private boolean inEpisode;
  private boolean isSampled;
  private double seconds;
  private double energyJoules;
  private double peakWatts;
  private double distanceMetres;
  private double yawChange;
  private final double[] torqueSquared = new double[Motor.COUNT];
  private final double[] peakTorque = new double[Motor.COUNT];
  private final double[] heatJoules = new double[Motor.COUNT];

  private final Jerk action = new Jerk(ObservationLayout.ACTION_SIZE);
  private final Jerk target = new Jerk(Motor.COUNT);
  private final double[] values = new double[ObservationLayout.ACTION_SIZE];
  private final double[] watts = new double[Motor.COUNT];
  private long previousTickNanos;
  private boolean hasTick;

  private boolean hasYaw;
  private double firstYaw;
  private double previousYaw;
  private double yawOffset;

  private final FootContacts contacts = new FootContacts(RobotGeometry.nominal());
  private boolean isLevel = true;
  private double observedSeconds;
  private double contactSeconds;
  private int touchdowns;
  private final boolean[] onGround = new boolean[Leg.COUNT];
  private final double[] debounceSeconds = new double[Leg.COUNT];

  /** Sum of the squared third differences of a vector. */
  private static final class Jerk {
    private final double[][] history;
    private int historySize;
    private double sum;
    private long count;

    Jerk(int size) {
      history = new double[JERK_ORDER][size];
    }

    void add(double[] now, double stepSeconds) {
      if (historySize == JERK_ORDER) {
        double scale = 1 / (stepSeconds * stepSeconds * stepSeconds);
        for (int i = 0; i < history[0].length; i++) {
          double jerk = (now[i] - 3 * history[0][i] + 3 * history[1][i] - history[2][i]) * scale;
          sum += jerk * jerk;
          count++;
        }
      } else {
        historySize++;
      }
      double[] oldest = history[JERK_ORDER - 1];
      System.arraycopy(history, 0, history, 1, JERK_ORDER - 1);
      System.arraycopy(now, 0, oldest, 0, oldest.length);
      history[0] = oldest;
    }

    double rms() {
      return Math.sqrt(sum / count);
    }
  }

  /**
   * Metrics of a robot.
   *
   * @param massKilograms of the whole robot
   */
  public GaitMetrics(double massKilograms) {
    weightNewton = GRAVITY * massKilograms;
  }

  @Override
  public void begin(int episode, long startNanos) {
    inEpisode = true;
    hasTick = false;
    hasYaw = false;
    action.historySize = 0;
    target.historySize = 0;
    Arrays.fill(onGround, true);
    Arrays.fill(debounceSeconds, 0);
    contacts.clearPose();
  }

  @Override
  public void terrain(TerrainShape terrain) {
    isLevel = terrain.equals(TerrainShape.LEVEL);
  }

  /**
   * Adds one step of a simulator.
   *
   * @param torque {@code [motor]} Nm. Not modified.
   * @param heat {@code [motor]} winding losses, W. Not modified.
   * @param supplyWatts electrical input power
   * @param feetOnGround bit l is set if the foot of leg l is on the ground
   * @param stepSeconds duration of the step
   */
  public void sample(
      double[] torque, double[] heat, double supplyWatts, int feetOnGround, double stepSeconds) {
    if (!inEpisode) {
      return;
    }
    isSampled = true;
    addLoad(torque, heat, supplyWatts, stepSeconds);
    addContacts(feetOnGround, stepSeconds);
  }

  private void addContacts(int feetOnGround, double stepSeconds) {
    observedSeconds += stepSeconds;
    for (int leg = 0; leg < Leg.COUNT; leg++) {
      boolean contact = (feetOnGround >> leg & 1) == 1;
      contactSeconds += contact ? stepSeconds : 0;
      debounceSeconds[leg] = contact == onGround[leg] ? 0 : debounceSeconds[leg] + stepSeconds;
      if (debounceSeconds[leg] >= MIN_PHASE_SECONDS) {
        onGround[leg] = contact;
        debounceSeconds[leg] = 0;
        touchdowns += contact ? 1 : 0;
      }
    }
  }

  @Override
  public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
    if (command.mode != MotorCommand.Mode.POSITION) {
      inEpisode = false;
    }
    if (hasTick && !isSampled) {
      double step = (tick.timeNanos - previousTickNanos) * 1e-9;
      addEstimatedLoad(state, step);
      if (isLevel && contacts.hasRecentPose(tick.timeNanos)) {
        addContacts(contacts.contactMask(state), step);
      }
    }
    if (inEpisode) {
      double step = (tick.timeNanos - previousTickNanos) * 1e-9;
      for (int i = 0; i < values.length; i++) {
        values[i] = tick.action[i];
      }
      action.add(values, step);
      target.add(command.targetAngleRad, step);
    }
    previousTickNanos = tick.timeNanos;
    hasTick = inEpisode;
  }

  @Override
  public void pose(Pose pose) {
    contacts.setPose(pose);
    double yaw =
        Math.atan2(
            2 * (pose.qw * pose.qz + pose.qx * pose.qy),
            1 - 2 * (pose.qy * pose.qy + pose.qz * pose.qz));
    if (!hasYaw) {
      hasYaw = true;
      firstYaw = yaw;
      yawOffset = 0;
    } else if (yaw - previousYaw > Math.PI) {
      yawOffset -= 2 * Math.PI;
    } else if (yaw - previousYaw < -Math.PI) {
      yawOffset += 2 * Math.PI;
    }
    previousYaw = yaw;
  }

  @Override
  public void end(EpisodeSummary summary) {
    inEpisode = false;
    distanceMetres += summary.distanceMetres();
    yawChange += hasYaw ? Math.abs(previousYaw + yawOffset - firstYaw) : 0;
  }

  /** Returns a snapshot of the metrics. Allocates. */
  public GaitReport report() {
    return new GaitReport(this);
  }

  /** Measured time, s. */
  public double seconds() {
    return seconds;
  }

  double meanPowerWatts() {
    return energyJoules / seconds;
  }

  double peakPowerWatts() {
    return seconds > 0 ? peakWatts : Double.NaN;
  }

  double costOfTransport() {
    return distanceMetres > 0 ? energyJoules / (weightNewton * distanceMetres) : Double.NaN;
  }

  double rmsTorque(int motor) {
    return Math.sqrt(torqueSquared[motor] / seconds);
  }

  double peakTorque(int motor) {
    return seconds > 0 ? peakTorque[motor] : Double.NaN;
  }

  double maxRmsTorque() {
    return Math.sqrt(max(torqueSquared) / seconds);
  }

  double maxPeakTorque() {
    return seconds > 0 ? max(peakTorque) : Double.NaN;
  }

  double steadyWindingCelsius() {
    return ThermalModel.steadyCelsius(max(heatJoules) / seconds);
  }

  double secondsToLimit() {
    double heat = max(heatJoules) / seconds;
    return Double.isNaN(heat)
        ? Double.NaN
        : new ThermalModel().secondsUntil(ThermalModel.LIMIT_CELSIUS, heat);
  }

  double actionJerk() {
    return action.rms();
  }

  double targetJerk() {
    return target.rms();
  }

  double headingDrift() {
    return distanceMetres > 0 ? yawChange / distanceMetres : Double.NaN;
  }

  double strideFrequency() {
    return observedSeconds > 0 ? touchdowns / (Leg.COUNT * observedSeconds) : Double.NaN;
  }

  double dutyFactor() {
    return observedSeconds > 0 ? contactSeconds / (Leg.COUNT * observedSeconds) : Double.NaN;
  }

  private void addEstimatedLoad(RobotState state, double stepSeconds) {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      watts[motor] = EnergyMeter.heatWatts(state.motorTorqueNm[motor]);
    }
    addLoad(state.motorTorqueNm, watts, EnergyMeter.powerWatts(state), stepSeconds);
  }

  private void addLoad(double[] torque, double[] heat, double supplyWatts, double stepSeconds) {
    seconds += stepSeconds;
    energyJoules += supplyWatts * stepSeconds;
    peakWatts = Math.max(peakWatts, supplyWatts);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      torqueSquared[motor] += torque[motor] * torque[motor] * stepSeconds;
      peakTorque[motor] = Math.max(peakTorque[motor], Math.abs(torque[motor]));
      heatJoules[motor] += heat[motor] * stepSeconds;
    }
  }

  private static double max(double[] numbers) {
    double max = numbers[0];
    for (double number : numbers) {
      max = Math.max(max, number);
    }
    return max;
  }
}
