package minitaur.hal.serial;

import java.util.Arrays;
import java.util.EnumSet;
import minitaur.hal.Motor;
import minitaur.hal.motor.TorqueCurve;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.CanLine;
import minitaur.hal.wire.MoteusFrame;
import minitaur.hal.wire.RawState;
import org.jspecify.annotations.Nullable;

/**
 * Codec of eight moteus controllers on one fdcanusb, with ids 1 to 8 in the order of {@link Motor}.
 * The position law runs on the controllers; commands scale their configured gains:
 *
 * <pre>
 *   kp scale = kp (V Ke / R) 2 pi / (Nm per turn of servo.pid_position.kp)
 *   kd scale = kd (V Ke / R) 2 pi / (Nm s per turn of servo.pid_position.kd)
 * </pre>
 *
 * where V is 16 V. One round of answers is one state. If a controller does not answer, its angle in
 * the state is unknown, which stops the robot. There is no IMU, so the tilt is unknown.
 *
 * <p>The controllers have no boot id. A restart is detected from their millisecond counters or,
 * with firmware that has no counter, from a controller that is stopped although it was not
 * commanded to stop. Damping is position mode with kp scale 0 at an unspecified position. After its
 * watchdog has tripped, a controller follows {@code servo.timeout_mode}; with the factory value 12
 * it damps until it receives a command.
 */
public final class MoteusCodec implements BoardCodec {
  /** Name of the protocol in the configuration. */
  public static final String NAME = "moteus";

  private static final BoardTraits TRAITS =
      new BoardTraits(
          NAME,
          115_200,
          EnumSet.complementOf(
              EnumSet.of(
                  BoardPromise.ATTITUDE,
                  BoardPromise.WINDING_TEMPERATURE,
                  BoardPromise.COMMAND_ECHO)),
          0,
          2_000_000,
          Motor.COUNT * CanLine.LONGEST_LINE);

  private static final int ANSWER_WANTED = 0x8000;
  private static final int ALL = (1 << Motor.COUNT) - 1;
  private static final double VOLTS = 16;
  private static final double TURN = 2 * Math.PI;
  private static final double DUTY_NM = VOLTS * TorqueCurve.BACK_EMF / TorqueCurve.RESISTANCE;
  private static final double MILLI = 1e-3;

  private static final double MAX_TURNS = 50;
  private static final double MAX_TORQUE_NM = 50;

  /** A counter that goes back by more than this has wrapped. */
  private static final double WRAPPED = MoteusFrame.UPTIME_MODULUS / 2.0;

  private final double kpPerTurn;
  private final double kdPerTurn;
  private final double maximumTorque;
  private final CanLine line = CanLine.fromBus();
  private final byte[] data = new byte[CanLine.LONGEST_DATA];
  private final MoteusFrame.Order order = new MoteusFrame.Order();
  private final MoteusFrame.Answer answer = new MoteusFrame.Answer();
  private final RawState round = new RawState();
  private final double[] uptime = new double[Motor.COUNT];
  private final double[] previousMode = new double[Motor.COUNT];
  private int answered;
  private int drivenMotors;
  private int timedOutMotors;
  private int orderedMotors;
  private int starts = 1;
  private long states;
  private long refused;
  private int faultyMotor = -1;
  private int fault;

  /**
   * @param kpPerTurn the controllers' servo.pid_position.kp, Nm/turn
   * @param kdPerTurn the controllers' servo.pid_position.kd, Nm s/turn
   * @param maximumTorque max torque of a controller, Nm
   */
  public MoteusCodec(double kpPerTurn, double kdPerTurn, double maximumTorque) {
    if (!(kpPerTurn > 0 && kdPerTurn > 0 && maximumTorque > 0)) {
      throw new IllegalArgumentException(
          "moteus: gains and torque must be above 0, not %s, %s, %s"
              .formatted(kpPerTurn, kdPerTurn, maximumTorque));
    }
    this.kpPerTurn = kpPerTurn;
    this.kdPerTurn = kdPerTurn;
    this.maximumTorque = maximumTorque;
    Arrays.fill(uptime, Double.NaN);
    forget();
  }

  @Override
  public BoardTraits traits() {
    return TRAITS;
  }

  @Override
  public boolean accept(byte value, BoardSample sample) {
    if (!line.accept(value)) {
      return false;
    }
    int motor = (line.identifier() >> 8 & 0x7f) - 1;
    boolean understood = MoteusFrame.decodeAnswer(line.data(), line.dataLength(), answer);
    if (motor < 0 || motor >= Motor.COUNT || !understood || !isPlausible()) {
      refused++;
      return false;
    }
    boolean nextRound = (answered & (1 << motor)) != 0;
    if (nextRound) {
      // A controller did not answer in the previous round; the round counts as an incomplete state.
      complete(sample);
    }
    take(motor);
    if (answered == ALL) {
      complete(sample);
      return true;
    }
    return nextRound;
  }

  @Override
  public int encode(BoardCommand command, byte[] out) {
    int at = 0;
    orderedMotors = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      fill(command, motor);
      orderedMotors |= order.mode == MoteusFrame.POSITION_MODE ? 1 << motor : 0;
      int length = MoteusFrame.encodeOrder(order, data);
      at = CanLine.send(ANSWER_WANTED | (motor + 1), data, length, out, at);
    }
    return at;
  }

  @Override
  public long frames() {
    return states;
  }

  @Override
  public long damaged() {
    return line.damaged() + refused;
  }

  @Override
  public @Nullable String complaint() {
    if (faultyMotor >= 0) {
      return "the controller of %s (number %d) reports fault %d: %s"
          .formatted(Motor.of(faultyMotor), faultyMotor + 1, fault, MoteusFault.describe(fault));
    }
    return states == 0 && line.acknowledged() > 0
        ? "the fdcanusb accepts commands, but no controller answers; check the motors' power"
            + " supply, the CAN cable and its termination, and that the controllers have the ids"
            + " 1 to 8"
        : null;
  }

  private void fill(BoardCommand command, int motor) {
    boolean off = (command.offMotors & (1 << motor)) != 0;
    boolean drives =
        command.mode == BoardCommand.Mode.POSITION || command.mode == BoardCommand.Mode.DAMPING;
    order.mode = drives && !off ? MoteusFrame.POSITION_MODE : MoteusFrame.STOPPED;
    boolean positional = command.mode == BoardCommand.Mode.POSITION;
    order.position = positional ? command.value[motor] / TURN : Double.NaN;
    order.kpScale = positional ? command.kp * DUTY_NM * TURN / kpPerTurn : 0;
    order.kdScale = command.kd * DUTY_NM * TURN / kdPerTurn;
    order.maximumTorque = maximumTorque;
    order.watchdog = command.watchdogMillis * MILLI;
  }

  /** The line has no checksum, so implausible values are rejected. */
  private boolean isPlausible() {
    return Math.abs(answer.position) <= MAX_TURNS && !(Math.abs(answer.torque) > MAX_TORQUE_NM);
  }

  private void take(int motor) {
    answered |= 1 << motor;
    round.encoderAngleRad[motor] = answer.position * TURN;
    round.motorTorqueNm[motor] = answer.torque;
    round.motorTemperatureCelsius[motor] = answer.temperature;
    round.batteryVoltage = answer.voltage;
    noteMode(motor);
    if (answer.fault > 0 || answer.mode == MoteusFrame.FAULT_MODE) {
      faultyMotor = motor;
      fault = (int) answer.fault;
    } else if (faultyMotor == motor) {
      faultyMotor = -1;
    }
  }

  private void noteMode(int motor) {
    int bit = 1 << motor;
    boolean driven = !(answer.mode < MoteusFrame.POSITION_MODE);
    boolean timedOut = answer.mode == MoteusFrame.TIMEOUT_MODE;
    double back = uptime[motor] - answer.uptime;
    boolean stoppedByItself =
        (orderedMotors & bit) != 0
            && previousMode[motor] == MoteusFrame.POSITION_MODE
            && answer.mode < MoteusFrame.POSITION_MODE
            && answer.mode != MoteusFrame.FAULT_MODE;
    if ((back > 0 && back < WRAPPED) || stoppedByItself) {
      starts++;
    }
    uptime[motor] = answer.uptime;
    previousMode[motor] = answer.mode;
    drivenMotors = driven && !timedOut ? drivenMotors | bit : drivenMotors & ~bit;
    timedOutMotors = timedOut ? timedOutMotors | bit : timedOutMotors & ~bit;
  }

  private void complete(BoardSample sample) {
    sample.values.set(round);
    sample.boardTimeNanos = BoardSample.NEVER;
    sample.bootId = starts;
    sample.sequenceModulus = 0;
    sample.commandSequence = -1;
    // A motor that is commanded to be off is not expected to drive.
    sample.driving = (orderedMotors & ~drivenMotors) == 0 && (orderedMotors | drivenMotors) != 0;
    sample.watchdogTripped = (orderedMotors & timedOutMotors) != 0;
    sample.faulty = faultyMotor >= 0;
    states++;
    forget();
  }

  private void forget() {
    answered = 0;
    round.clear();
  }
}
