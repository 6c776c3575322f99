package minitaur.calibration.imu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.InertialCalibration;
import minitaur.calibration.measure.Channel;
import minitaur.calibration.measure.StillWindow;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TargetPose;
import minitaur.hal.Clock;
import minitaur.hal.inertial.InertialMap;
import minitaur.hal.wire.RawSensors;
import minitaur.hal.wire.RawState;

/**
 * Calibrates the mounting orientation of the IMU, the signs of its rates, and its gyro biases.
 *
 * <p>The motor boards deliver roll, pitch and the rates about x and y, but no accelerations and no
 * rate about z. Roll and pitch of a robot at rest determine the up vector in the IMU frame, which
 * is all the information that an accelerometer at rest provides, so still poses determine the
 * complete mounting. The scale of the accelerations, which no pose depends on, and the bias and
 * scale of the rate about z, which is not used, are not determined. The scale of the rates is
 * assumed to be 1. See {@link InertialMap} for the effect of the missing rate.
 *
 * <p>Quick procedure: level and two tilts, of which only the axis must be known, not the angle. In
 * the first tilt, the nose goes down and the trunk does not roll; in the second, the left side goes
 * up and the trunk does not pitch. Six-face procedure: the trunk on each of its faces in turn, with
 * fully known orientations. The rotations between the poses determine the signs of the rates.
 */
public final class ImuProcedure {
  private static final double WINDOW_SECONDS = 3;
  private static final double WATCH_SECONDS = 0.5;
  private static final double TILT = 0.6;
  private static final long PERIOD_NANOS = 1_000_000;

  /** Min change of the up vector for a tilt, and max change for a trunk at rest. */
  private static final double MOVED = 0.2;

  private static final double RESTING = 0.1;

  /** Time limit for a tilt; then the operator is prompted again. */
  private static final double PATIENCE_SECONDS = 30;

  /** Tolerances in addition to the sensor noise, rad and rad/s. */
  private static final double STILL_RAD = 0.001;

  private static final double STILL_RAD_PER_SEC = 0.002;

  /** Max residual of the mounting; a larger one means that a pose was not as requested. */
  private static final double WORST_RESIDUAL = 0.02;

  private static final double WORST_BIAS_DIFFERENCE = 0.01;

  private final RawSensors sensors;
  private final Clock clock;
  private final Prompts prompts;
  private final RawState state = new RawState();

  /**
   * {@code [3]} integrals of the rates about x and y during the motion, rad, and its duration, s.
   */
  private final double[] turned = new double[3];

  /** Sets of poses for the calibration. */
  public enum Poses {
    /** Level, nose down, left side up. */
    QUICK,
    /** Each face of the trunk. */
    SIX_FACES
  }

  /**
   * @param sensors of a robot whose motors are off
   */
  public ImuProcedure(RawSensors sensors, Clock clock, Prompts prompts) {
    this.sensors = sensors;
    this.clock = clock;
    this.prompts = prompts;
  }

  /** A requested pose. */
  private record Step(double roll, double pitch, StillPose.Tilt tilt, String text) {}

  /**
   * Runs the procedure.
   *
   * @param date recorded with the result
   * @throws CalibrationException when the robot does not hold still, or the poses are inconsistent
   * @throws CancelledException when the operator cancels
   */
  public InertialCalibration run(Poses poses, String date)
      throws CalibrationException, CancelledException {
    List<Step> steps = poses == Poses.QUICK ? quick() : sixFaces();
    List<StillPose> still = new ArrayList<>();
    List<double[]> rates = new ArrayList<>();
    List<double[]> turns = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      StillWindow window = hold(instruction(i + 1, steps.size(), step), i > 0);
      still.add(
          new StillPose(
              step.roll(),
              step.pitch(),
              step.tilt(),
              new double[] {
                window.mean(Channel.UP), window.mean(Channel.UP + 1), window.mean(Channel.UP + 2)
              }));
      rates.add(new double[] {window.mean(Channel.RATE_X), window.mean(Channel.RATE_Y)});
      turns.add(turned.clone());
    }
    MountingFit fit = MountingFit.of(still);
    if (fit.residual() > WORST_RESIDUAL) {
      throw new CalibrationException(
          "no mounting explains the poses: %.3f rad remain; were the tilts about one axis each?"
              .formatted(fit.residual()));
    }
    double[] bias = mean(rates);
    return new Mounting(fit)
        .calibration(
            date,
            poses == Poses.QUICK ? "level and two tilts" : "six faces",
            bias,
            spread(rates, bias),
            rateSigns(fit, still, turns, bias));
  }

  private static List<Step> quick() {
    return List.of(
        new Step(0, 0, StillPose.Tilt.NONE, "Put the trunk level, by a spirit level."),
        new Step(
            0,
            TILT,
            StillPose.Tilt.PITCH,
            "Tilt it nose down by about 35 degrees, without rolling, and hold it still."),
        new Step(
            TILT,
            0,
            StillPose.Tilt.ROLL,
            "Level again, then left side up by about 35 degrees, without pitching; hold it."));
  }

  private static List<Step> sixFaces() {
    double quarter = Math.PI / 2;
    StillPose.Tilt none = StillPose.Tilt.NONE;
    return List.of(
        new Step(0, 0, none, "Put the trunk level on its belly."),
        new Step(0, quarter, none, "Stand it on its nose."),
        new Step(quarter, 0, none, "Lay it on its right side."),
        new Step(Math.PI, 0, none, "Lay it on its back."),
        new Step(-quarter, 0, none, "Lay it on its left side."),
        new Step(0, -quarter, none, "Stand it on its tail."));
  }

  private static Instruction instruction(int number, int total, Step step) {
    return new Instruction(
        number,
        total,
        step.text(),
        TargetPose.trunk(step.roll(), step.pitch()),
        number == 1 ? Instruction.Moment.BEFORE_CONFIRMING : Instruction.Moment.AFTER_CONFIRMING,
        /* refusal= */ null);
  }

  /**
   * Prompts until the trunk is still. If the trunk is to move, integrates the rates during the
   * motion.
   */
  private StillWindow hold(Instruction instruction, boolean moves)
      throws CalibrationException, CancelledException {
    Instruction ask = instruction;
    while (true) {
      prompts.confirm(ask);
      Arrays.fill(turned, 0);
      boolean arrived = !moves || follow();
      if (arrived) {
        StillWindow window = StillWindow.observe(sensors, clock, WINDOW_SECONDS);
        if (!Double.isFinite(window.mean(Channel.UP) + window.mean(Channel.RATE_X))) {
          throw new CalibrationException(
              "the robot's IMU reports nothing; check that it is connected");
        }
        if (isStill(window)) {
          return window;
        }
      }
      ask =
          instruction.refused(
              arrived
                  ? "the robot moves; hold it still"
                  : "the robot did not come to rest in time");
    }
  }

  /** Integrates the rates until the trunk has moved and is still again; false on timeout. */
  private boolean follow() throws CalibrationException, CancelledException {
    read();
    double[] start = StillPose.up(state.imuRollRad, state.imuPitchRad);
    long startNanos = clock.nanos();
    long last = state.imuTimeNanos;
    while ((clock.nanos() - startNanos) * 1e-9 < PATIENCE_SECONDS) {
      prompts.requireGoingOn();
      double[] before = StillPose.up(state.imuRollRad, state.imuPitchRad);
      long end = clock.nanos() + Math.round(WATCH_SECONDS * 1e9);
      while (clock.nanos() < end) {
        clock.waitUntil(clock.nanos() + PERIOD_NANOS);
        read();
        double seconds = (state.imuTimeNanos - last) * 1e-9;
        last = state.imuTimeNanos;
        turned[0] += seconds * state.imuRateXRadPerSec;
        turned[1] += seconds * state.imuRateYRadPerSec;
        turned[2] += seconds;
      }
      double[] now = StillPose.up(state.imuRollRad, state.imuPitchRad);
      if (distance(now, start) > MOVED && distance(now, before) < RESTING) {
        return true;
      }
    }
    return false;
  }

  private void read() throws CalibrationException {
    sensors.readRaw(state);
    if (!state.isKnown()) {
      throw new CalibrationException("the robot does not respond; check its link and power");
    }
  }

  private static double distance(double[] a, double[] b) {
    double square = 0;
    for (int axis = 0; axis < 3; axis++) {
      square += (a[axis] - b[axis]) * (a[axis] - b[axis]);
    }
    return Math.sqrt(square);
  }

  private static boolean isStill(StillWindow window) {
    return window.isStill(Channel.UP, STILL_RAD)
        && window.isStill(Channel.UP + 1, STILL_RAD)
        && window.isStill(Channel.UP + 2, STILL_RAD)
        && window.isStill(Channel.RATE_X, STILL_RAD_PER_SEC)
        && window.isStill(Channel.RATE_Y, STILL_RAD_PER_SEC);
  }

  private static double[] mean(List<double[]> rates) {
    double[] mean = new double[2];
    for (double[] rate : rates) {
      mean[0] += rate[0] / rates.size();
      mean[1] += rate[1] / rates.size();
    }
    return mean;
  }

  private static double spread(List<double[]> rates, double[] bias) throws CalibrationException {
    double most = 0;
    for (double[] rate : rates) {
      most = Math.max(most, Math.abs(rate[0] - bias[0]));
      most = Math.max(most, Math.abs(rate[1] - bias[1]));
    }
    if (most > WORST_BIAS_DIFFERENCE) {
      throw new CalibrationException(
          "the rates at rest differ by %.3f rad/s between the poses; did the robot turn slowly, or"
                  .formatted(most)
              + " is the unit still warming up?");
    }
    return most;
  }

  /**
   * Determines the signs of the rates by comparing their integrals with the rotations between
   * poses.
   *
   * <p>The trunk is assumed to rotate along the shortest path between the up vectors of poses a and
   * b: about u_b x u_a in the trunk frame, which is det(Q) Q (u_b x u_a) in the IMU frame.
   */
  private static int[] rateSigns(
      MountingFit fit, List<StillPose> poses, List<double[]> turns, double[] bias) {
    double[] agreement = new double[2];
    for (int i = 1; i < poses.size(); i++) {
      double[] a = poses.get(i - 1).trunkUp();
      double[] b = poses.get(i).trunkUp();
      double[] axis = {
        b[1] * a[2] - b[2] * a[1], b[2] * a[0] - b[0] * a[2], b[0] * a[1] - b[1] * a[0]
      };
      for (int rate = 0; rate < 2; rate++) {
        double expected = 0;
        for (int column = 0; column < 3; column++) {
          expected += fit.determinant() * fit.get(rate, column) * axis[column];
        }
        double[] turn = turns.get(i);
        agreement[rate] += expected * (turn[rate] - bias[rate] * turn[2]);
      }
    }
    return new int[] {agreement[0] < 0 ? -1 : 1, agreement[1] < 0 ? -1 : 1};
  }
}
