package minitaur.calibration.motors;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.MotorZero;
import minitaur.calibration.measure.WindowStatistics;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TargetPose;
import minitaur.hal.Clock;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.wire.RawSensors;

/**
 * Determines the encoder zeros and directions of all motors and which connector each motor is
 * plugged into, with the motors off.
 *
 * <p>The operator holds the robot on its stand in seven poses: all legs straight down against their
 * outer stops; then one leg after the other folded up against its inner stop while the others hang;
 * then all legs straight and swung forward; then straight down once more. Folding rotates both
 * motors of a leg backward by the range between the stops, which identifies the leg of an encoder
 * and its direction. Swinging forward distinguishes a leg's rear motor (its angle increases) from
 * its front motor. The zero is the remaining offset, averaged over the poses; the residual is the
 * difference between the poses.
 *
 * <p>A tilt that is common to all poses is not observable: the legs must hang and fold plumb below
 * and above the hip, which is ensured by a spirit level on the trunk and a plumb line or jig at the
 * pin.
 */
public final class MotorProcedure {
  /** Name of the procedure in the calibration file. */
  public static final String DESCRIPTION =
      "legs straight down, folded one by one, swung forward, straight down";

  private static final double FORWARD_SWING_RAD = 0.5;
  private static final double WINDOW_SECONDS = 0.5;
  private static final int POSE_COUNT = Leg.COUNT + 3;
  private static final int FORWARD_POSE = Leg.COUNT + 1;
  private static final int LAST_POSE = Leg.COUNT + 2;

  /** Number of measurements of a pose before the operator is prompted again. */
  private static final int MAX_MEASUREMENTS = 10;

  /** Stillness tolerance: one or two encoder counts. */
  private static final double STATIONARY_RAD = 0.002;

  /** Tolerance for careful placement and for the stops. */
  private static final double POSE_TOLERANCE_RAD = 0.04;

  private final double hangExtension;
  private final double foldExtension;

  public MotorProcedure(RobotGeometry geometry) {
    foldExtension = 0.5 * geometry.minMotorSum();
    hangExtension = Math.PI - foldExtension;
  }

  /**
   * Runs the procedure.
   *
   * @param sensors of a robot whose motors are off
   * @throws CalibrationException when the poses contradict each other
   * @throws CancelledException when the operator cancels
   */
  public MotorPoseResult run(RawSensors sensors, Clock clock, Prompts prompts)
      throws CalibrationException, CancelledException {
    double[][] raw = new double[POSE_COUNT][];
    for (Instruction instruction : instructions()) {
      raw[instruction.number() - 1] = measureStationary(sensors, clock, prompts, instruction);
    }
    return evaluate(raw);
  }

  private List<Instruction> instructions() {
    List<Instruction> instructions = new ArrayList<>();
    TargetPose hanging = TargetPose.onStand(0, hangExtension);
    instructions.add(
        instruction(
            1,
            "Put the robot on its stand, level, motors off. Hold all legs straight down against"
                + " their outer stops, plumb below the hips.",
            hanging));
    for (Leg leg : Leg.values()) {
      instructions.add(
          instruction(
              2 + leg.ordinal(),
              "Fold the "
                  + leg.label()
                  + " leg up against its inner stop, both knees level; the others hang.",
              hanging.withLeg(leg, 0, foldExtension)));
    }
    instructions.add(
        instruction(
            FORWARD_POSE + 1,
            "Hold all legs straight against their outer stops, swung forward by about 30 degrees.",
            TargetPose.onStand(FORWARD_SWING_RAD, hangExtension)));
    instructions.add(
        instruction(
            LAST_POSE + 1, "Hold all legs straight down again, as in the first pose.", hanging));
    return instructions;
  }

  private static Instruction instruction(int number, String text, TargetPose pose) {
    return new Instruction(
        number,
        POSE_COUNT,
        text,
        pose,
        Instruction.Timing.BEFORE_CONFIRMATION,
        /* rejectionReason= */ null);
  }

  /** Prompts until the encoders are still, and returns their means, {@code [connector]}. */
  private static double[] measureStationary(
      RawSensors sensors, Clock clock, Prompts prompts, Instruction instruction)
      throws CalibrationException, CancelledException {
    Instruction currentInstruction = instruction;
    while (true) {
      prompts.confirm(currentInstruction);
      List<Integer> moving = new ArrayList<>();
      for (int attempt = 0; attempt < MAX_MEASUREMENTS; attempt++) {
        prompts.throwIfCancelled();
        WindowStatistics window = WindowStatistics.measure(sensors, clock, WINDOW_SECONDS);
        moving.clear();
        double[] mean = new double[Motor.COUNT];
        for (int motor = 0; motor < Motor.COUNT; motor++) {
          mean[motor] = window.mean(motor);
          if (!window.isStationary(motor, STATIONARY_RAD)) {
            moving.add(motor);
          }
        }
        if (moving.isEmpty()) {
          return mean;
        }
      }
      currentInstruction =
          instruction.rejected(
              "the encoder at connector "
                  + Motor.of(moving.get(0))
                  + " is not still; hold the leg still");
    }
  }

  /**
   * @param raw {@code [pose][connector]} rad. Not modified.
   */
  MotorPoseResult evaluate(double[][] raw) throws CalibrationException {
    double stopRange = hangExtension - foldExtension;
    Map<Motor, Motor> connectors = new EnumMap<>(Motor.class);
    Map<Motor, MotorZero> zeros = new EnumMap<>(Motor.class);
    for (Motor connector : Motor.values()) {
      int c = connector.ordinal();
      Leg leg = findFoldedLeg(raw, connector, stopRange);
      double hanging = 0.5 * (raw[0][c] + raw[LAST_POSE][c]);
      double foldChange = raw[1 + leg.ordinal()][c] - hanging;
      int sign = foldChange < 0 ? 1 : -1;
      double forwardChange = sign * (raw[FORWARD_POSE][c] - hanging);
      if (Math.abs(Math.abs(forwardChange) - FORWARD_SWING_RAD) > 0.6 * FORWARD_SWING_RAD) {
        throw new CalibrationException(
            "the encoder at connector %s moved %.2f rad when the legs were swung forward, not"
                + " about %.2f; is it connected, and were all legs swung?",
            connector, forwardChange, FORWARD_SWING_RAD);
      }
      Motor motor = forwardChange > 0 ? leg.rear() : leg.front();
      if (connectors.put(motor, connector) != null) {
        throw new CalibrationException(
            "connectors %s and %s both moved like %s; were the legs swung forward, not back?",
            connectors.get(motor), connector, motor);
      }
      double zeroFromHanging = hanging - sign * hangExtension;
      double zeroFromFolding = raw[1 + leg.ordinal()][c] - sign * foldExtension;
      double residual = 0.5 * Math.abs(zeroFromHanging - zeroFromFolding);
      // Weights: two hanging poses, one folded pose.
      zeros.put(motor, new MotorZero((2 * zeroFromHanging + zeroFromFolding) / 3, sign, residual));
    }
    if (connectors.entrySet().stream().allMatch(e -> isOtherOfLeg(e.getKey(), e.getValue()))) {
      throw new CalibrationException(
          "all legs were swung back instead of forward; repeat, and swing them toward the robot's"
              + " front");
    }
    checkResiduals(zeros);
    return new MotorPoseResult(connectors, zeros);
  }

  private static boolean isOtherOfLeg(Motor motor, Motor connector) {
    return motor != connector && motor.leg() == connector.leg();
  }

  /** The one leg whose folding rotated an encoder by the range between the stops. */
  private static Leg findFoldedLeg(double[][] raw, Motor connector, double stopRange)
      throws CalibrationException {
    int c = connector.ordinal();
    if (Math.abs(raw[0][c] - raw[LAST_POSE][c]) > POSE_TOLERANCE_RAD) {
      throw new CalibrationException(
          "the encoder at connector %s reads %.3f rad in the first hanging pose and %.3f in the"
              + " last; hold the legs plumb, and check that magnet and shaft are tight",
          connector, raw[0][c], raw[LAST_POSE][c]);
    }
    Leg found = null;
    for (Leg leg : Leg.values()) {
      double change = Math.abs(raw[1 + leg.ordinal()][c] - raw[0][c]);
      if (Math.abs(change - stopRange) <= 2 * POSE_TOLERANCE_RAD && found == null) {
        found = leg;
      } else if (change > POSE_TOLERANCE_RAD) {
        throw new CalibrationException(
            "the encoder at connector %s moved %.3f rad while the %s leg was folded; expected:"
                + " %.3f, the range between the stops, for one leg and 0 for the others",
            connector, change, leg.label(), stopRange);
      }
    }
    if (found == null) {
      throw new CalibrationException(
          "the encoder at connector " + connector + " did not move with any leg; is it connected?");
    }
    return found;
  }

  /**
   * Rejects zeros that differ between poses, and mean residuals that differ between left and right:
   * the range between the stops is the same on both sides of the robot.
   */
  private static void checkResiduals(Map<Motor, MotorZero> zeros) throws CalibrationException {
    for (Map.Entry<Motor, MotorZero> entry : zeros.entrySet()) {
      if (entry.getValue().residualRad() > POSE_TOLERANCE_RAD / 2) {
        throw new CalibrationException(
            "%s: hanging and folding give zeros %.3f rad apart; do the upper links touch their"
                + " stops, and does the leg hang plumb?",
            entry.getKey(), 2 * entry.getValue().residualRad());
      }
    }
    double left = 0;
    double right = 0;
    for (Map.Entry<Motor, MotorZero> entry : zeros.entrySet()) {
      if (entry.getKey().leg().isLeft()) {
        left += entry.getValue().residualRad() / 4;
      } else {
        right += entry.getValue().residualRad() / 4;
      }
    }
    if (Math.abs(left - right) > POSE_TOLERANCE_RAD / 4) {
      throw new CalibrationException(
          "left and right differ: mean residuals are %.3f and %.3f rad; level the trunk and"
              + " repeat",
          left, right);
    }
  }
}
