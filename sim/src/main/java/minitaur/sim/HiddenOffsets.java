package minitaur.sim;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.inertial.InertialMap;
import minitaur.hal.motor.JointMap;
import minitaur.hal.random.RandomStream;
import minitaur.sim.device.InertialMounting;

/**
 * Unknown calibration offsets of one robot: encoder zeros and directions, motor connectors and IMU
 * mounting. The robot then reports raw values, as a real board does, so it must be calibrated.
 */
public final class HiddenOffsets {
  private static final double MOUNTING_RAD = 0.05;
  private static final double RATE_BIAS = 0.05;

  private final JointMap joints;
  private final int[] connector;
  private final InertialMounting mounting;
  private final double[] scratch = new double[Motor.COUNT];

  /**
   * @param joints zero and direction of each motor's encoder
   * @param connector {@code [motor]} connector of each motor, a permutation. Not modified, not
   *     kept.
   * @param mounting mounting of the IMU
   */
  public HiddenOffsets(JointMap joints, int[] connector, InertialMounting mounting) {
    int[] sorted = connector.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < Motor.COUNT; i++) {
      if (sorted.length != Motor.COUNT || sorted[i] != i) {
        throw new IllegalArgumentException(
            "every motor needs a connector of its own, not " + Arrays.toString(connector));
      }
    }
    this.joints = joints;
    this.connector = connector.clone();
    this.mounting = mounting;
  }

  /** No offsets: raw values equal the true ones. */
  public static HiddenOffsets none() {
    return new HiddenOffsets(
        JointMap.identity(), new int[] {0, 1, 2, 3, 4, 5, 6, 7}, InertialMounting.aligned());
  }

  /**
   * Draws the offsets of an uncalibrated robot: encoder zeros uniform over a turn, random
   * directions, an IMU misaligned by up to 0.05 rad about each axis with random axis signs, and a
   * rate bias of up to 0.05 rad/s. Every motor is plugged into its own connector.
   */
  public static HiddenOffsets random(RandomStream stream) {
    int[] sign = new int[Motor.COUNT];
    double[] zero = new double[Motor.COUNT];
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      sign[motor] = coin(stream);
      zero[motor] = stream.nextUniform(-Math.PI, Math.PI);
    }
    double[] rotation =
        InertialMap.rotation(
            stream.nextUniform(-MOUNTING_RAD, MOUNTING_RAD),
            stream.nextUniform(-MOUNTING_RAD, MOUNTING_RAD),
            stream.nextUniform(-MOUNTING_RAD, MOUNTING_RAD));
    InertialMounting mounting =
        new InertialMounting(
            rotation,
            coin(stream),
            coin(stream),
            coin(stream),
            coin(stream),
            stream.nextUniform(-RATE_BIAS, RATE_BIAS),
            stream.nextUniform(-RATE_BIAS, RATE_BIAS));
    return new HiddenOffsets(
        new JointMap(sign, zero), new int[] {0, 1, 2, 3, 4, 5, 6, 7}, mounting);
  }

  /** Returns a copy with the connectors of two motors swapped. */
  public HiddenOffsets withExchanged(Motor one, Motor other) {
    int[] exchanged = connector.clone();
    exchanged[one.ordinal()] = connector[other.ordinal()];
    exchanged[other.ordinal()] = connector[one.ordinal()];
    return new HiddenOffsets(joints, exchanged, mounting);
  }

  /** Encoder zeros and directions. */
  public JointMap joints() {
    return joints;
  }

  /** Mounting of the IMU. */
  public InertialMounting mounting() {
    return mounting;
  }

  /**
   * Converts true motor values to the raw values reported per connector. Modified: {@code state}.
   */
  void disguise(RobotState state) {
    spread(state.motorTemperatureCelsius);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorAngleRad[motor] = joints.raw(motor, state.motorAngleRad[motor]);
      state.motorVelocityRadPerSec[motor] = joints.turn(motor, state.motorVelocityRadPerSec[motor]);
      state.motorTorqueNm[motor] = joints.turn(motor, state.motorTorqueNm[motor]);
    }
    spread(state.motorAngleRad);
    spread(state.motorVelocityRadPerSec);
    spread(state.motorTorqueNm);
  }

  /** Converts a command for the connectors to one for the motors. Modified: {@code command}. */
  void resolve(MotorCommand command) {
    System.arraycopy(command.targetAngleRad, 0, scratch, 0, Motor.COUNT);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      command.targetAngleRad[motor] = joints.angle(motor, scratch[connector[motor]]);
    }
  }

  /** Permutes values from motor order to connector order. */
  private void spread(double[] values) {
    System.arraycopy(values, 0, scratch, 0, Motor.COUNT);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      values[connector[motor]] = scratch[motor];
    }
  }

  private static int coin(RandomStream stream) {
    return stream.nextDouble() < 0.5 ? -1 : 1;
  }
}
