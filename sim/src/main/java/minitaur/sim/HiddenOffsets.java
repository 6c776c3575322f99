package minitaur.sim;

import java.util.Arrays;
import java.util.stream.IntStream;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.imu.ImuTransform;
import minitaur.hal.motor.JointMap;
import minitaur.hal.random.RandomStream;
import minitaur.sim.device.InertialMounting;

/**
 * Unknown calibration offsets of one robot: encoder zeros and directions, motor connectors and IMU
 * mounting. The robot then reports raw values, as a real board does, so it must be calibrated.
 */
public final class HiddenOffsets {
  private static final double MAX_MISALIGNMENT_RAD = 0.05;
  private static final double MAX_RATE_BIAS = 0.05;

  /** Every motor in its own connector. */
  private static final int[] OWN_CONNECTORS = IntStream.range(0, Motor.COUNT).toArray();

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
    if (!Arrays.equals(IntStream.of(connector).sorted().toArray(), OWN_CONNECTORS)) {
      throw new IllegalArgumentException(
          "connectors must be a permutation of the motors, not " + Arrays.toString(connector));
    }
    this.joints = joints;
    this.connector = connector.clone();
    this.mounting = mounting;
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
      sign[motor] = randomSign(stream);
      zero[motor] = stream.nextUniform(-Math.PI, Math.PI);
    }
    double[] rotation =
        ImuTransform.rotation(
            stream.nextUniform(-MAX_MISALIGNMENT_RAD, MAX_MISALIGNMENT_RAD),
            stream.nextUniform(-MAX_MISALIGNMENT_RAD, MAX_MISALIGNMENT_RAD),
            stream.nextUniform(-MAX_MISALIGNMENT_RAD, MAX_MISALIGNMENT_RAD));
    InertialMounting mounting =
        new InertialMounting(
            rotation,
            randomSign(stream),
            randomSign(stream),
            randomSign(stream),
            randomSign(stream),
            stream.nextUniform(-MAX_RATE_BIAS, MAX_RATE_BIAS),
            stream.nextUniform(-MAX_RATE_BIAS, MAX_RATE_BIAS));
    return new HiddenOffsets(new JointMap(sign, zero), OWN_CONNECTORS, mounting);
  }

  /** Returns a copy with the connectors of two motors swapped. */
  public HiddenOffsets withSwappedConnectors(Motor one, Motor other) {
    int[] swapped = connector.clone();
    swapped[one.ordinal()] = connector[other.ordinal()];
    swapped[other.ordinal()] = connector[one.ordinal()];
    return new HiddenOffsets(joints, swapped, mounting);
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
  void toRaw(RobotState state) {
    toConnectorOrder(state.motorTemperatureCelsius);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorAngleRad[motor] = joints.encoderAngle(motor, state.motorAngleRad[motor]);
      state.motorVelocityRadPerSec[motor] =
          joints.applySign(motor, state.motorVelocityRadPerSec[motor]);
      state.motorTorqueNm[motor] = joints.applySign(motor, state.motorTorqueNm[motor]);
    }
    toConnectorOrder(state.motorAngleRad);
    toConnectorOrder(state.motorVelocityRadPerSec);
    toConnectorOrder(state.motorTorqueNm);
  }

  /** Converts a command for the connectors to one for the motors. Modified: {@code command}. */
  void fromRaw(MotorCommand command) {
    System.arraycopy(command.targetAngleRad, 0, scratch, 0, Motor.COUNT);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      command.targetAngleRad[motor] = joints.motorAngle(motor, scratch[connector[motor]]);
    }
  }

  /** Permutes values from motor order to connector order. */
  private void toConnectorOrder(double[] values) {
    System.arraycopy(values, 0, scratch, 0, Motor.COUNT);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      values[connector[motor]] = scratch[motor];
    }
  }

  private static int randomSign(RandomStream stream) {
    return stream.nextDouble() < 0.5 ? -1 : 1;
  }
}
