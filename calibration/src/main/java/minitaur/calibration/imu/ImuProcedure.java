package minitaur.calibration.imu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.ImuCalibration;
import minitaur.calibration.measure.Channel;
import minitaur.calibration.measure.WindowStatistics;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TargetPose;
import minitaur.hal.Clock;
import minitaur.hal.imu.ImuTransform;
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
 * assumed to be 1. See {@link ImuTransform} for the effect of the missing rate.
 *
 * <p>Quick procedure: a level pose and two tilts, of which only the axis must be known, not the
 * angle. In the first tilt, the nose goes down and the trunk does not roll; in the second, the left
 * side goes up and the trunk does not pitch. Six-face procedure: the trunk on each of its faces in
 * turn, with fully known orientations. The rotations between the poses determine the signs of the
 * rates.
 */
public final class ImuProcedure {
  private static final double WINDOW_SECONDS = 3;
  private static final double MOTION_CHECK_SECONDS = 0.5;
  private static final double TILT_RAD = 0.6;
  private static final long PERIOD_NANOS = 1_000_000;

  /** Min change of the up vector for a tilt, and max change for a trunk at rest. */
  private static final double MIN_TILT_CHANGE = 0.2;

  private static final double MAX_REST_CHANGE = 0.1;

  /** Time limit for a tilt; then the operator is prompted again. */
  private static final double TILT_TIMEOUT_SECONDS = 30;

  /** Tolerances in addition to the sensor noise, rad and rad/s. */
  private static final double STATIONARY_RAD = 0.001;

  private static final double STATIONARY_RAD_PER_SEC = 0.002;

  /** Max residual of the mounting; a larger one means that a pose was not as requested. */
  private static final double MAX_RESIDUAL_RAD = 0.02;

  private static final double MAX_BIAS_DIFFERENCE = 0.01;

  /**
   * Min fraction of the rotation between the poses that the rates must show; a detour makes it
   * larger.
   */
  private static final double MIN_RATE_AGREEMENT = 0.5;

  private final RawSensors sensors;
  private final Clock clock;
  private final Prompts prompts;
  private final RawState state = new RawState();

  /**
   * {@code [3]} integrals of the rates about x and y during the motion, rad, and its duration, s.
   */
  private final double[] rateIntegrals = new double[3];

  /** Sets of poses for the calibration. */
  public enum PoseSet {
    /** Level, nose down, left side up. */
    QUICK,
    /** Each face of the trunk. */
    SIX_FACES
  }

  /**
   * @param sensors sensors of a robot whose motors are off
   */
  public ImuProcedure(RawSensors sensors, Clock clock, Prompts prompts) {
    this.sensors = sensors;
    this.clock = clock;
    this.prompts = prompts;
  }

  private record RequestedPose(
      double roll, double pitch, StationaryPose.ApproximateAngle approximateAngle, String text) {}

  /**
   * Runs the procedure.
   *
   * @param date recorded with the result
   * @throws CalibrationException when the robot does not hold still, or the poses are inconsistent
   * @throws CancelledException when the operator cancels
   */
  public ImuCalibration run(PoseSet poseSet, String date)
      throws CalibrationException, CancelledException {
    List<RequestedPose> requestedPoses = poseSet == PoseSet.QUICK ? quickPoses() : sixFacePoses();
    List<StationaryPose> measuredPoses = new ArrayList<>();
    List<double[]> rates = new ArrayList<>();
    List<double[]> rotations = new ArrayList<>();
    for (int i = 0; i < requestedPoses.size(); i++) {
      RequestedPose requestedPose = requestedPoses.get(i);
      WindowStatistics window =
          measureStationary(instruction(i + 1, requestedPoses.size(), requestedPose), i > 0);
      measuredPoses.add(
          new StationaryPose(
              requestedPose.roll(),
              requestedPose.pitch(),
              requestedPose.approximateAngle(),
              new double[] {
                window.mean(Channel.UP_X), window.mean(Channel.UP_Y), window.mean(Channel.UP_Z)
              }));
      rates.add(new double[] {window.mean(Channel.RATE_X), window.mean(Channel.RATE_Y)});
      rotations.add(rateIntegrals.clone());
    }
    MountingFit fit = MountingFit.of(measuredPoses);
    if (fit.residual() > MAX_RESIDUAL_RAD) {
      throw new CalibrationException(
          "no mounting fits the poses: the residual is %.3f rad; was each tilt about one axis only?",
          fit.residual());
    }
    double[] bias = meanRates(rates);
    return new MountingDecomposition(fit)
        .toCalibration(
            date,
            poseSet == PoseSet.QUICK ? "level and two tilts" : "six faces",
            bias,
            maxBiasDeviation(rates, bias),
            rateSigns(fit, measuredPoses, rotations, bias));
  }

  private static List<RequestedPose> quickPoses() {
    return List.of(
        new RequestedPose(
            0, 0, StationaryPose.ApproximateAngle.NONE, "Level the trunk with a spirit level."),
        new RequestedPose(
            0,
            TILT_RAD,
            StationaryPose.ApproximateAngle.PITCH,
            "Tilt the trunk nose down by about 35 degrees, without rolling, and hold it still."),
        new RequestedPose(
            TILT_RAD,
            0,
            StationaryPose.ApproximateAngle.ROLL,
            "Level the trunk again, then raise its left side by about 35 degrees, without pitching,"
                + " and hold it still."));
  }

  private static List<RequestedPose> sixFacePoses() {
    double quarterTurn = Math.PI / 2;
    StationaryPose.ApproximateAngle noTilt = StationaryPose.ApproximateAngle.NONE;
    return List.of(
        new RequestedPose(0, 0, noTilt, "Place the trunk level on its belly."),
        new RequestedPose(0, quarterTurn, noTilt, "Stand the trunk on its nose."),
        new RequestedPose(quarterTurn, 0, noTilt, "Lay the trunk on its right side."),
        new RequestedPose(Math.PI, 0, noTilt, "Lay the trunk on its back."),
        new RequestedPose(-quarterTurn, 0, noTilt, "Lay the trunk on its left side."),
        new RequestedPose(0, -quarterTurn, noTilt, "Stand the trunk on its tail."));
  }

  private static Instruction instruction(int number, int total, RequestedPose requestedPose) {
    return new Instruction(
        number,
        total,
        requestedPose.text(),
        TargetPose.withTrunkAttitude(requestedPose.roll(), requestedPose.pitch()),
        number == 1
            ? Instruction.Timing.BEFORE_CONFIRMATION
            : Instruction.Timing.AFTER_CONFIRMATION,
        /* rejectionReason= */ null);
  }

  /**
   * Prompts until the trunk is still. If a motion is expected, integrates the rates during the
   * motion.
   */
  private WindowStatistics measureStationary(Instruction instruction, boolean expectsMotion)
      throws CalibrationException, CancelledException {
    Instruction currentInstruction = instruction;
    while (true) {
      prompts.confirm(currentInstruction);
      Arrays.fill(rateIntegrals, 0);
      boolean cameToRest = !expectsMotion || trackMotion();
      boolean ratesKnown = Double.isFinite(rateIntegrals[0] + rateIntegrals[1]);
      if (cameToRest && ratesKnown) {
        WindowStatistics window = WindowStatistics.measure(sensors, clock, WINDOW_SECONDS);
        if (!hasImuData(window)) {
          throw new CalibrationException(
              "the robot's IMU sends no data; check that it is connected");
        }
        if (isStationary(window)) {
          return window;
        }
      }
      String reason =
          cameToRest
              ? "the robot is moving; hold it still"
              : "the robot did not come to rest in time";
      currentInstruction =
          instruction.rejected(
              ratesKnown
                  ? reason
                  : "the IMU sent no rates for a moment; check its cable, return to the previous"
                      + " pose, confirm, and repeat the motion");
    }
  }

  private static boolean hasImuData(WindowStatistics window) {
    double sum = 0;
    for (int channel = Channel.UP_X; channel <= Channel.RATE_Y; channel++) {
      sum += window.mean(channel);
    }
    return Double.isFinite(sum);
  }

  /**
   * Integrates the rates until the trunk has moved and is still again; false on timeout, or when
   * rates are missing, so that an integral is NaN.
   */
  private boolean trackMotion() throws CancelledException {
    sensors.readRaw(state);
    double[] start = StationaryPose.upVector(state.imuRollRad, state.imuPitchRad);
    long startNanos = clock.nanos();
    long lastSampleNanos = state.imuTimeNanos;
    while ((clock.nanos() - startNanos) * 1e-9 < TILT_TIMEOUT_SECONDS) {
      prompts.throwIfCancelled();
      double[] before = StationaryPose.upVector(state.imuRollRad, state.imuPitchRad);
      long end = clock.nanos() + Math.round(MOTION_CHECK_SECONDS * 1e9);
      while (clock.nanos() < end) {
        clock.waitUntil(clock.nanos() + PERIOD_NANOS);
        sensors.readRaw(state);
        double seconds = (state.imuTimeNanos - lastSampleNanos) * 1e-9;
        lastSampleNanos = state.imuTimeNanos;
        rateIntegrals[0] += seconds * state.imuRateXRadPerSec;
        rateIntegrals[1] += seconds * state.imuRateYRadPerSec;
        rateIntegrals[2] += seconds;
      }
      if (!Double.isFinite(rateIntegrals[0] + rateIntegrals[1])) {
        return false;
      }
      double[] now = StationaryPose.upVector(state.imuRollRad, state.imuPitchRad);
      if (distance(now, start) > MIN_TILT_CHANGE && distance(now, before) < MAX_REST_CHANGE) {
        return true;
      }
    }
    return false;
  }

  private static double distance(double[] a, double[] b) {
    double square = 0;
    for (int axis = 0; axis < 3; axis++) {
      square += (a[axis] - b[axis]) * (a[axis] - b[axis]);
    }
    return Math.sqrt(square);
  }

  private static boolean isStationary(WindowStatistics window) {
    return window.isStationary(Channel.UP_X, STATIONARY_RAD)
        && window.isStationary(Channel.UP_Y, STATIONARY_RAD)
        && window.isStationary(Channel.UP_Z, STATIONARY_RAD)
        && window.isStationary(Channel.RATE_X, STATIONARY_RAD_PER_SEC)
        && window.isStationary(Channel.RATE_Y, STATIONARY_RAD_PER_SEC);
  }

  private static double[] meanRates(List<double[]> rates) {
    double[] mean = new double[2];
    for (double[] rate : rates) {
      mean[0] += rate[0] / rates.size();
      mean[1] += rate[1] / rates.size();
    }
    return mean;
  }

  private static double maxBiasDeviation(List<double[]> rates, double[] bias)
      throws CalibrationException {
    double maxDeviation = 0;
    for (double[] rate : rates) {
      maxDeviation = Math.max(maxDeviation, Math.abs(rate[0] - bias[0]));
      maxDeviation = Math.max(maxDeviation, Math.abs(rate[1] - bias[1]));
    }
    if (maxDeviation > MAX_BIAS_DIFFERENCE) {
      throw new CalibrationException(
          "the rates at rest differ by %.3f rad/s between the poses; did the robot turn slowly, or"
              + " is the IMU still warming up?",
          maxDeviation);
    }
    return maxDeviation;
  }

  /**
   * Determines the signs of the rates by comparing their integrals with the rotations between
   * poses.
   *
   * <p>The trunk is assumed to rotate along the shortest path between the up vectors of poses a and
   * b: about u_b x u_a in the trunk frame, which is det(Q) Q (u_b x u_a) in the IMU frame.
   *
   * @throws CalibrationException when a rate does not show the rotations
   */
  private static int[] rateSigns(
      MountingFit fit, List<StationaryPose> poses, List<double[]> rotations, double[] bias)
      throws CalibrationException {
    double[] agreement = new double[2];
    double[] expectedSquare = new double[2];
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
        double[] rotation = rotations.get(i);
        agreement[rate] += expected * (rotation[rate] - bias[rate] * rotation[2]);
        expectedSquare[rate] += expected * expected;
      }
    }
    int[] signs = new int[2];
    for (int rate = 0; rate < 2; rate++) {
      double fraction = agreement[rate] / expectedSquare[rate];
      // The comparison is false for NaN.
      if (!(Math.abs(fraction) >= MIN_RATE_AGREEMENT)) {
        throw new CalibrationException(
            "the IMU's rate about %s shows %.2f of the rotation between the poses, so its sign"
                + " is unknown; repeat with each motion along the shortest path, else replace"
                + " the IMU or its cable",
            rate == 0 ? "x" : "y", fraction);
      }
      signs[rate] = fraction < 0 ? -1 : 1;
    }
    return signs;
  }
}
