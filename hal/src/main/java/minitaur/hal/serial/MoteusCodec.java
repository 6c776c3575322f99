package minitaur.hal.serial;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.motor.TorqueCurve;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.CanLine;
import minitaur.hal.wire.MoteusFrame;
import org.jspecify.annotations.Nullable;

/**
 * Eight moteus controllers behind one fdcanusb, numbers 1 to 8 in the order of {@link Motor}. The
 * position law runs on them; their gains are told as factors of their own,
 *
 * <pre>
 *   kp scale = kp (V Ke / R) 2 pi / (Nm per turn of servo.pid_position.kp)
 *   kd scale = kd (V Ke / R) 2 pi / (Nm s per turn of servo.pid_position.kd)
 * </pre>
 *
 * with V 16 V. A round of answers is one state; a controller that did not answer has an unknown
 * angle in it, which stops the robot. There is no inertial unit, so tilt is unknown.
 */
public final class MoteusCodec implements BoardCodec {
  /** As in the configuration. */
  public static final String NAME = "moteus";

  private static final BoardTraits TRAITS =
      new BoardTraits(NAME, 115_200, true, 0, 2_000_000, Motor.COUNT * CanLine.LONGEST_LINE);

  private static final int ANSWER_WANTED = 0x8000;
  private static final int ALL = (1 << Motor.COUNT) - 1;
  private static final double VOLTS = 16;
  private static final double TURN = 2 * Math.PI;
  private static final double DUTY_NM = VOLTS * TorqueCurve.BACK_EMF / TorqueCurve.RESISTANCE;
  private static final double MILLI = 1e-3;

  private static final double GREATEST_TURNS = 50;
  private static final double GREATEST_TORQUE = 50;

  private final double kpPerTurn;
  private final double kdPerTurn;
  private final double maximumTorque;
  private final CanLine line = CanLine.fromBus();
  private final byte[] data = new byte[CanLine.LONGEST_DATA];
  private final MoteusFrame.Order order = new MoteusFrame.Order();
  private final MoteusFrame.Answer answer = new MoteusFrame.Answer();
  private final RobotState round = new RobotState();
  private int answered;
  private long states;
  private long refused;
  private int faultyMotor = -1;
  private int fault;

  /**
   * @param kpPerTurn the controllers' servo.pid_position.kp, Nm/turn
   * @param kdPerTurn the controllers' servo.pid_position.kd, Nm s/turn
   * @param maximumTorque that a controller may make, Nm
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
      // Somebody did not answer in the round before: it counts with a gap.
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
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      fill(command, motor);
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
    return faultyMotor < 0
        ? null
        : "the controller of %s (number %d) reports fault %d"
            .formatted(Motor.of(faultyMotor), faultyMotor + 1, fault);
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

  /** The line has no check, so that what cannot be is refused. */
  private boolean isPlausible() {
    return Math.abs(answer.position) <= GREATEST_TURNS
        && !(Math.abs(answer.torque) > GREATEST_TORQUE);
  }

  private void take(int motor) {
    answered |= 1 << motor;
    round.motorAngleRad[motor] = answer.position * TURN;
    round.motorTorqueNm[motor] = answer.torque;
    round.motorTemperatureCelsius[motor] = answer.temperature;
    round.batteryVoltage = answer.voltage;
    if (answer.fault > 0) {
      faultyMotor = motor;
      fault = (int) answer.fault;
    }
  }

  private void complete(BoardSample sample) {
    RobotState values = sample.values;
    values.set(round);
    values.connected = true;
    sample.boardTimeNanos = BoardSample.NEVER;
    sample.bootId = 1;
    sample.sequenceModulus = 0;
    sample.commandSequence = -1;
    sample.driving = false;
    sample.watchdogTripped = false;
    states++;
    forget();
  }

  private void forget() {
    answered = 0;
    Arrays.fill(round.motorAngleRad, Double.NaN);
    Arrays.fill(round.motorVelocityRadPerSec, Double.NaN);
    Arrays.fill(round.motorTorqueNm, Double.NaN);
    Arrays.fill(round.motorTemperatureCelsius, Double.NaN);
    round.rollRad = Double.NaN;
    round.pitchRad = Double.NaN;
    round.angularVelocityXRadPerSec = Double.NaN;
    round.angularVelocityYRadPerSec = Double.NaN;
    round.batteryVoltage = Double.NaN;
    round.energyJoules = Double.NaN;
    round.encoderTimeNanos = BoardSample.NEVER;
    round.imuTimeNanos = BoardSample.NEVER;
  }
}
