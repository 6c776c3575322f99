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
 * How one robot is built and wired: where its encoders have their zero, which way they count, which
 * motor is plugged in where, and how its inertial unit sits. Whoever reads the robot finds raw
 * values, as on a board, and must calibrate.
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
   * @param connector {@code [motor]} where the motor is plugged in: all different. Not modified,
   *     not kept.
   * @param mounting of the inertial unit
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

  /** Raw values that are the true ones. */
  public static HiddenOffsets none() {
    return new HiddenOffsets(
        JointMap.identity(), new int[] {0, 1, 2, 3, 4, 5, 6, 7}, InertialMounting.aligned());
  }

  /**
   * A robot as it leaves the workshop: zeros anywhere in a turn, directions at random, the unit
   * misaligned by up to 0.05 rad about each axis, its axes counted either way, a bias of up to 0.05
   * rad/s. Every motor is plugged in where it belongs.
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

  /** The same robot with two motors' connectors exchanged. */
  public HiddenOffsets withExchanged(Motor one, Motor other) {
    int[] exchanged = connector.clone();
    exchanged[one.ordinal()] = connector[other.ordinal()];
    exchanged[other.ordinal()] = connector[one.ordinal()];
    return new HiddenOffsets(joints, exchanged, mounting);
  }

  /** Zeros and directions. */
  public JointMap joints() {
    return joints;
  }

  /** How the inertial unit sits. */
  public InertialMounting mounting() {
    return mounting;
  }

  /** Turns true motor values into what the connectors say. Modified: {@code state}. */
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

  /** Turns a command for the connectors into one for the motors. Modified: {@code command}. */
  void resolve(MotorCommand command) {
    System.arraycopy(command.targetAngleRad, 0, scratch, 0, Motor.COUNT);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      command.targetAngleRad[motor] = joints.angle(motor, scratch[connector[motor]]);
    }
  }

  /** From motors to connectors. */
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
