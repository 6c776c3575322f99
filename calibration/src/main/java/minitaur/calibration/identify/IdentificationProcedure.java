package minitaur.calibration.identify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.Estimate;
import minitaur.calibration.Identification;
import minitaur.calibration.MotorIdentification;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TargetPose;
import minitaur.hal.Clock;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.Text;
import minitaur.hal.leg.FiveBarLeg;

/**
 * Identifies motor parameters and latencies, with the robot on a stand that holds the trunk: moves
 * one leg after the other ({@link Excitation}) with two gains and fits the motion ({@link
 * MotorFit}) and the current ({@link PositionLawFit}).
 *
 * <p>The procedure stops immediately, in damping mode, when an encoder deviates too far from its
 * target, a torque or temperature exceeds its limit, or the operator cancels.
 */
public final class IdentificationProcedure {
  private static final long PERIOD_NANOS = 1_000_000;

  /** Age of a velocity computed from two samples, relative to the newer sample: half a period. */
  private static final double HALF_PERIOD_SECONDS = 0.0005;

  private static final double[] KP = {1, 0.5};
  private static final double[] KD = {0.015, 0.02};
  private static final double APPROACH_SECONDS = 2;
  private static final double DAMPING_SECONDS = 0.5;

  /** Max deviation of a motor from its target. */
  private static final double MAX_TRACKING_ERROR_RAD = 0.8;

  private static final double MAX_TORQUE_NM = 2.2;
  private static final double MAX_TEMPERATURE_CELSIUS = 65;

  /** Timing uncertainty of an event at a tick of 1 ms: half a tick. */
  private static final double TICK_SECONDS = 0.0005;

  /**
   * Two-sided 95 % quantile of Student's t distribution; degrees of freedom: number of motors minus
   * one.
   */
  private static final double STUDENT_T_95 = 2.365;

  private static final int MAX_LAG_SAMPLES = 150;

  private final Robot robot;
  private final Clock clock;
  private final Prompts prompts;
  private final RobotGeometry geometry;
  private final double velocityAge;
  private final MotorCommand command = new MotorCommand();
  private final RobotState state = new RobotState();
  private final List<Recording> sweeps = new ArrayList<>();
  private final List<Recording> chirps = new ArrayList<>();

  /**
   * Creates the procedure for a position law that computes the velocity from the two newest
   * samples, as the motor boards do.
   *
   * @param robot calibrated, guarded, and allowed to move once the operator has confirmed
   */
  public IdentificationProcedure(
      Robot robot, Clock clock, Prompts prompts, RobotGeometry geometry) {
    this(robot, clock, prompts, geometry, HALF_PERIOD_SECONDS);
  }

  /**
   * @param robot calibrated, guarded, and allowed to move once the operator has confirmed
   * @param velocityAge age of the position law's velocity relative to its angle, s
   */
  public IdentificationProcedure(
      Robot robot, Clock clock, Prompts prompts, RobotGeometry geometry, double velocityAge) {
    this.velocityAge = velocityAge;
    this.robot = robot;
    this.clock = clock;
    this.prompts = prompts;
    this.geometry = geometry;
  }

  /**
   * Runs the procedure.
   *
   * @param date recorded with the result
   * @throws CalibrationException when the robot does not respond or does not follow its commands
   * @throws CancelledException when the operator cancels
   */
  public Identification run(String date) throws CalibrationException, CancelledException {
    prompts.confirm(
        new Instruction(
            1,
            1,
            "Put the robot on its stand; keep people and objects clear of the legs. The legs"
                + " move by themselves for two minutes.",
            TargetPose.onStandWithFreeLegs(),
            Instruction.Timing.BEFORE_CONFIRMATION,
            /* rejectionReason= */ null));
    try {
      recordMotions();
    } finally {
      dampAndDisable();
    }
    return evaluate(date);
  }

  private void recordMotions() throws CalibrationException, CancelledException {
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = KP[0];
    command.kd = KD[0];
    moveToCenter();
    int completed = 0;
    for (int gain = 0; gain < KP.length; gain++) {
      command.kp = KP[gain];
      command.kd = KD[gain];
      for (Leg leg : Leg.values()) {
        if (gain == 0) {
          sweeps.add(excite(leg, Excitation.SWEEP));
        }
        chirps.add(excite(leg, Excitation.CHIRP));
        completed++;
        prompts.reportProgress("moving the legs", (double) completed / (KP.length * Leg.COUNT));
      }
    }
  }

  /** Moves the legs from their current position to the center. */
  private void moveToCenter() throws CalibrationException, CancelledException {
    read();
    double[] startAngle = state.motorAngleRad.clone();
    long start = clock.nanos();
    int steps = (int) (APPROACH_SECONDS * 1e9 / PERIOD_NANOS);
    for (int i = 0; i <= steps; i++) {
      clock.waitUntil(start + i * PERIOD_NANOS);
      read();
      double progress = (double) i / steps;
      double blend = progress * progress * (3 - 2 * progress);
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        command.targetAngleRad[motor] =
            startAngle[motor] + blend * (Excitation.CENTER_EXTENSION_RAD - startAngle[motor]);
      }
      robot.write(command);
      checkSafety();
    }
  }

  private Recording excite(Leg leg, Excitation excitation)
      throws CalibrationException, CancelledException {
    Recording recording = new Recording(leg, command.kp, command.kd, excitation.seconds());
    long start = clock.nanos();
    int steps = (int) (excitation.seconds() * 1e9 / PERIOD_NANOS);
    for (int i = 0; i < steps; i++) {
      clock.waitUntil(start + i * PERIOD_NANOS);
      double t = i * 1e-9 * PERIOD_NANOS;
      double swing = excitation.swing(t);
      double extension = Excitation.CENTER_EXTENSION_RAD + excitation.extension(t);
      read();
      recording.addState(state, clock.nanos());
      command.targetAngleRad[leg.rear().ordinal()] = FiveBarLeg.rearAngle(swing, extension);
      command.targetAngleRad[leg.front().ordinal()] = FiveBarLeg.frontAngle(swing, extension);
      robot.write(command);
      recording.addWrite(command, clock.nanos());
      checkSafety();
    }
    return recording;
  }

  private void read() throws CalibrationException {
    robot.read(state);
    if (!state.connected) {
      throw new CalibrationException("the robot no longer responds; check link and power");
    }
  }

  private void checkSafety() throws CalibrationException, CancelledException {
    prompts.throwIfCancelled();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double trackingError = command.targetAngleRad[motor] - state.motorAngleRad[motor];
      if (!(Math.abs(trackingError) <= MAX_TRACKING_ERROR_RAD)) {
        throw safetyStop(
            motor,
            "is %.2f rad away from its target: is the leg free, does the calibration belong to"
                + " this robot, is its power stage armed?",
            trackingError);
      }
      if (Math.abs(state.motorTorqueNm[motor]) > MAX_TORQUE_NM) {
        throw safetyStop(
            motor,
            "exceeds the torque limit at %.1f Nm: is the leg free?",
            state.motorTorqueNm[motor]);
      }
      if (state.motorTemperatureCelsius[motor] > MAX_TEMPERATURE_CELSIUS) {
        throw safetyStop(
            motor, "is at %.0f degC: let it cool down", state.motorTemperatureCelsius[motor]);
      }
    }
  }

  private static CalibrationException safetyStop(int motor, String problem, double value) {
    return new CalibrationException("stopped: " + Motor.of(motor) + " " + Text.of(problem, value));
  }

  /** Damps the motion, then switches the motors off. */
  private void dampAndDisable() {
    command.mode = MotorCommand.Mode.DAMPING;
    command.kd = KD[0];
    long start = clock.nanos();
    for (int i = 0; i < DAMPING_SECONDS * 1e9 / PERIOD_NANOS; i++) {
      robot.write(command);
      clock.waitUntil(start + (i + 1) * PERIOD_NANOS);
    }
    command.mode = MotorCommand.Mode.OFF;
    robot.write(command);
  }

  private Identification evaluate(String date) throws CalibrationException {
    List<MotorFit> fits = new ArrayList<>();
    double[] delay = new double[Motor.COUNT];
    for (Motor motor : Motor.values()) {
      MotorFit fit = new MotorFit(signals(motor.leg()), side(motor), geometry);
      fits.add(fit);
      delay[motor.ordinal()] = fit.readingDelay();
    }
    double readingDelay = median(delay);
    Map<Motor, MotorIdentification> motors = new EnumMap<>(Motor.class);
    double[] commandLatency = new double[Motor.COUNT];
    double[] positionLatency = new double[Motor.COUNT];
    double[] commandToEncoder = new double[Motor.COUNT];
    for (Motor motor : Motor.values()) {
      prompts.reportProgress("fitting", (motor.ordinal() + 1.0) / Motor.COUNT);
      motors.put(motor, fits.get(motor.ordinal()).identify(readingDelay));
      Recording[] recordings = chirps(motor.leg());
      PositionLawFit lawFit = PositionLawFit.of(recordings, side(motor), readingDelay, velocityAge);
      commandLatency[motor.ordinal()] = lawFit.commandLatency();
      positionLatency[motor.ordinal()] = lawFit.positionLatency();
      commandToEncoder[motor.ordinal()] =
          responseTime(recordings[0].resampledSignals(), side(motor)) + recordings[0].meanAge();
    }
    return new Identification(
        date,
        "sweeps and chirps of one leg after the other, on a stand",
        pooled(commandLatency),
        pooled(positionLatency),
        observationLatency(),
        pooled(commandToEncoder),
        motors);
  }

  private List<Recording.Signals> signals(Leg leg) throws CalibrationException {
    List<Recording.Signals> signals = new ArrayList<>();
    for (Recording recording : sweeps) {
      if (recording.leg == leg) {
        signals.add(recording.resampledSignals());
      }
    }
    for (Recording recording : chirps(leg)) {
      signals.add(recording.resampledSignals());
    }
    return signals;
  }

  private Recording[] chirps(Leg leg) {
    return chirps.stream().filter(recording -> recording.leg == leg).toArray(Recording[]::new);
  }

  /** Response time of a motor, s: the lag of its velocity behind the target's. */
  private static double responseTime(Recording.Signals signals, int side) {
    double[] targetVelocity = differentiate(signals.target()[side]);
    double[] velocity = differentiate(signals.angle()[side]);
    return CrossCorrelation.lag(targetVelocity, velocity, MAX_LAG_SAMPLES)
        * Recording.PERIOD_SECONDS;
  }

  private static double[] differentiate(double[] x) {
    GaussianFilter filter = new GaussianFilter(0.004, Recording.PERIOD_SECONDS);
    return filter.apply(1, x);
  }

  private Estimate observationLatency() {
    double mean = 0;
    double deviation = 0;
    for (Recording recording : chirps) {
      mean += recording.meanAge() / chirps.size();
      deviation += recording.ageDeviation() / chirps.size();
    }
    return Estimate.around(mean, 2 * deviation + TICK_SECONDS);
  }

  /**
   * Estimate of a latency that all motors share. Its interval includes the uncertainty of the tick,
   * which cannot be observed.
   */
  private static Estimate pooled(double[] values) {
    double mean = 0;
    double square = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    for (double value : values) {
      square += (value - mean) * (value - mean) / (values.length - 1);
    }
    return Estimate.around(mean, STUDENT_T_95 * Math.sqrt(square / values.length) + TICK_SECONDS);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return 0.5 * (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]);
  }

  private static int side(Motor motor) {
    return motor.isRear() ? 0 : 1;
  }
}
