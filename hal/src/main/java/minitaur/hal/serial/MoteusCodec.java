package minitaur.hal.serial;

import java.util.Arrays;
import java.util.EnumSet;
import minitaur.hal.Motor;
import minitaur.hal.motor.TorqueCurve;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.FdcanusbLine;
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
 * where V is 16 V. One round of replies is one state. If a controller does not reply, its angle in
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
                  BoardCapability.ATTITUDE,
                  BoardCapability.WINDING_TEMPERATURE,
                  BoardCapability.COMMAND_ECHO)),
          0,
          2_000_000,
          Motor.COUNT * FdcanusbLine.MAX_LINE_BYTES);

  private static final int REPLY_REQUESTED = 0x8000;
  private static final int ALL_MOTORS = (1 << Motor.COUNT) - 1;
  private static final double NOMINAL_VOLTS = 16;
  private static final double TURN = 2 * Math.PI;
  private static final double DUTY_NM =
      NOMINAL_VOLTS * TorqueCurve.BACK_EMF / TorqueCurve.RESISTANCE;
  private static final double MILLI = 1e-3;

  private static final double MAX_TURNS = 50;
  private static final double MAX_TORQUE_NM = 50;

  /** A counter that goes back by more than this has wrapped. */
  private static final double MIN_WRAP = MoteusFrame.UPTIME_MODULUS / 2.0;

  private final double kpPerTurn;
  private final double kdPerTurn;
  private final double maxTorque;
  private final FdcanusbLine line = FdcanusbLine.fromBus();
  private final byte[] data = new byte[FdcanusbLine.MAX_DATA_BYTES];
  private final MoteusFrame.Command moteusCommand = new MoteusFrame.Command();
  private final MoteusFrame.Reply reply = new MoteusFrame.Reply();
  private final RawState pendingState = new RawState();
  private final double[] uptime = new double[Motor.COUNT];
  private final double[] previousMode = new double[Motor.COUNT];
  private int repliedMotors;
  private int drivenMotors;
  private int timedOutMotors;
  private int commandedMotors;
  private int bootCount = 1;
  private long states;
  private long rejected;
  private int faultyMotor = -1;
  private int fault;

  /**
   * @param kpPerTurn the controllers' servo.pid_position.kp, Nm/turn
   * @param kdPerTurn the controllers' servo.pid_position.kd, Nm s/turn
   * @param maxTorque max torque of a controller, Nm
   */
  public MoteusCodec(double kpPerTurn, double kdPerTurn, double maxTorque) {
    if (!(kpPerTurn > 0 && kdPerTurn > 0 && maxTorque > 0)) {
      throw new IllegalArgumentException(
          "moteus: gains and torque must be above 0, not %s, %s, %s"
              .formatted(kpPerTurn, kdPerTurn, maxTorque));
    }
    this.kpPerTurn = kpPerTurn;
    this.kdPerTurn = kdPerTurn;
    this.maxTorque = maxTorque;
    Arrays.fill(uptime, Double.NaN);
    resetRound();
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
    boolean isValid = MoteusFrame.decodeReply(line.data(), line.dataLength(), reply);
    if (motor < 0 || motor >= Motor.COUNT || !isValid || !isPlausible()) {
      rejected++;
      return false;
    }
    boolean isNextRound = (repliedMotors & (1 << motor)) != 0;
    if (isNextRound) {
      // A controller did not reply in the previous round; the round counts as an incomplete state.
      completeState(sample);
    }
    storeReply(motor);
    if (repliedMotors == ALL_MOTORS) {
      completeState(sample);
      return true;
    }
    return isNextRound;
  }

  @Override
  public int encode(BoardCommand command, byte[] out) {
    int offset = 0;
    commandedMotors = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      fillCommand(command, motor);
      commandedMotors |= moteusCommand.mode == MoteusFrame.POSITION_MODE ? 1 << motor : 0;
      int length = MoteusFrame.encodeCommand(moteusCommand, data);
      offset = FdcanusbLine.encodeSend(REPLY_REQUESTED | (motor + 1), data, length, out, offset);
    }
    return offset;
  }

  @Override
  public long damaged() {
    return line.damaged() + rejected;
  }

  @Override
  public @Nullable String problem() {
    if (faultyMotor >= 0) {
      return "the controller of %s (number %d) reports fault %d: %s"
          .formatted(Motor.of(faultyMotor), faultyMotor + 1, fault, MoteusFault.describe(fault));
    }
    return states == 0 && line.acknowledged() > 0
        ? "the fdcanusb accepts commands, but no controller replies; check the motors' power"
            + " supply, the CAN cable and its termination, and that the controllers have the ids"
            + " 1 to 8"
        : null;
  }

  private void fillCommand(BoardCommand command, int motor) {
    boolean isDisabled = (command.disabledMotors & (1 << motor)) != 0;
    boolean isDriving =
        command.mode == BoardCommand.Mode.POSITION || command.mode == BoardCommand.Mode.DAMPING;
    moteusCommand.mode = isDriving && !isDisabled ? MoteusFrame.POSITION_MODE : MoteusFrame.STOPPED;
    boolean isPosition = command.mode == BoardCommand.Mode.POSITION;
    moteusCommand.position = isPosition ? command.value[motor] / TURN : Double.NaN;
    moteusCommand.kpScale = isPosition ? command.kp * DUTY_NM * TURN / kpPerTurn : 0;
    moteusCommand.kdScale = command.kd * DUTY_NM * TURN / kdPerTurn;
    moteusCommand.maxTorque = maxTorque;
    moteusCommand.watchdog = command.watchdogMillis * MILLI;
  }

  /** The line has no checksum, so implausible values are rejected. */
  private boolean isPlausible() {
    return Math.abs(reply.position) <= MAX_TURNS && !(Math.abs(reply.torque) > MAX_TORQUE_NM);
  }

  private void storeReply(int motor) {
    repliedMotors |= 1 << motor;
    pendingState.encoderAngleRad[motor] = reply.position * TURN;
    pendingState.motorTorqueNm[motor] = reply.torque;
    pendingState.motorTemperatureCelsius[motor] = reply.temperature;
    pendingState.batteryVoltage = reply.voltage;
    trackMode(motor);
    if (reply.fault > 0 || reply.mode == MoteusFrame.FAULT_MODE) {
      faultyMotor = motor;
      fault = (int) reply.fault;
    } else if (faultyMotor == motor) {
      faultyMotor = -1;
    }
  }

  private void trackMode(int motor) {
    int bit = 1 << motor;
    boolean driven = !(reply.mode < MoteusFrame.POSITION_MODE);
    boolean timedOut = reply.mode == MoteusFrame.TIMEOUT_MODE;
    double decrease = uptime[motor] - reply.uptime;
    boolean stoppedUncommanded =
        (commandedMotors & bit) != 0
            && previousMode[motor] == MoteusFrame.POSITION_MODE
            && reply.mode < MoteusFrame.POSITION_MODE
            && reply.mode != MoteusFrame.FAULT_MODE;
    if ((decrease > 0 && decrease < MIN_WRAP) || stoppedUncommanded) {
      bootCount++;
    }
    uptime[motor] = reply.uptime;
    previousMode[motor] = reply.mode;
    drivenMotors = driven && !timedOut ? drivenMotors | bit : drivenMotors & ~bit;
    timedOutMotors = timedOut ? timedOutMotors | bit : timedOutMotors & ~bit;
  }

  private void completeState(BoardSample sample) {
    sample.values.set(pendingState);
    sample.boardTimeNanos = BoardSample.NEVER;
    sample.bootId = bootCount;
    sample.sequenceModulus = 0;
    sample.commandSequence = -1;
    // A motor that is commanded to be off is not expected to drive.
    sample.driving =
        (commandedMotors & ~drivenMotors) == 0 && (commandedMotors | drivenMotors) != 0;
    sample.watchdogTripped = (commandedMotors & timedOutMotors) != 0;
    sample.faulty = faultyMotor >= 0;
    states++;
    resetRound();
  }

  private void resetRound() {
    repliedMotors = 0;
    pendingState.clear();
  }
}
