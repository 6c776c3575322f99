package minitaur.sim.board;

import minitaur.hal.Motor;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.CanLine;
import minitaur.hal.wire.MoteusFrame;
import minitaur.sim.device.MotorModel;

/** Eight moteus controllers behind one fdcanusb: each answers when it is told something. */
public final class MoteusBoardProtocol implements BoardProtocol {
  private static final int ALL = (1 << Motor.COUNT) - 1;
  private static final double TURN = 2 * Math.PI;
  private static final double DUTY_NM = 16 * MotorModel.BACK_EMF / MotorModel.RESISTANCE;
  private static final int MILLIS = 1000;

  private final double kpPerTurn;
  private final double kdPerTurn;
  private final CanLine line = CanLine.toBus();
  private final byte[] data = new byte[CanLine.LONGEST_DATA];
  private final MoteusFrame.Order order = new MoteusFrame.Order();
  private final MoteusFrame.Answer answer = new MoteusFrame.Answer();
  private final BoardCommand told = new BoardCommand();
  private int toldMotors;
  private int answersDue;
  private int silentMotors;
  private int startedMotors = ALL;
  private boolean reportsUptime = true;
  private final int[] faults = new int[Motor.COUNT];

  /**
   * @param kpPerTurn servo.pid_position.kp of each, Nm/turn
   * @param kdPerTurn servo.pid_position.kd of each, Nm s/turn
   */
  public MoteusBoardProtocol(double kpPerTurn, double kdPerTurn) {
    this.kpPerTurn = kpPerTurn;
    this.kdPerTurn = kdPerTurn;
  }

  /** A controller reports a fault, and is without current. */
  public void setFault(Motor motor, int code) {
    faults[motor.ordinal()] = code;
  }

  /** The controllers have older firmware, without a counter of milliseconds. */
  public void hideUptime() {
    reportsUptime = false;
  }

  /** Limits of the trajectories that a controller was told last, turns/s and turns/s2. */
  public double[] trajectoryLimits() {
    return new double[] {order.velocityLimit, order.accelerationLimit};
  }

  /** A controller stops answering. */
  public void silence(Motor motor) {
    silentMotors |= 1 << motor.ordinal();
  }

  @Override
  public String name() {
    return "moteus";
  }

  @Override
  public long statePeriodNanos() {
    return 0;
  }

  @Override
  public int usualWatchdogMillis() {
    return 100;
  }

  @Override
  public boolean knowsStarts() {
    return false;
  }

  @Override
  public void restart() {
    toldMotors = 0;
    answersDue = 0;
    startedMotors = ALL;
  }

  @Override
  public boolean accept(byte value, BoardCommand command) {
    if (!line.accept(value)) {
      return false;
    }
    int motor = (line.identifier() & 0x7f) - 1;
    if (motor < 0
        || motor >= Motor.COUNT
        || !MoteusFrame.decodeOrder(line.data(), line.dataLength(), order)) {
      return false;
    }
    tell(motor);
    if (toldMotors != ALL) {
      return false;
    }
    toldMotors = 0;
    command.mode = told.offMotors == ALL ? BoardCommand.Mode.OFF : BoardCommand.Mode.POSITION;
    command.kp = told.kp;
    command.kd = told.kd;
    command.offMotors = told.offMotors;
    command.watchdogMillis = told.watchdogMillis;
    System.arraycopy(told.value, 0, command.value, 0, Motor.COUNT);
    return true;
  }

  @Override
  public int commandSequence() {
    return -1;
  }

  @Override
  public int encode(BoardSample sample, byte[] out) {
    int at = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      if ((answersDue & ~silentMotors & (1 << motor)) != 0) {
        answer.position = sample.values.encoderAngleRad[motor] / TURN;
        answer.velocity = sample.values.encoderVelocityRadPerSec[motor] / TURN;
        answer.torque = sample.values.motorTorqueNm[motor];
        answer.voltage = sample.values.batteryVoltage;
        answer.temperature = sample.values.motorTemperatureCelsius[motor];
        answer.fault = faults[motor];
        answer.mode = mode(sample, motor);
        answer.uptime =
            reportsUptime
                ? sample.boardTimeNanos / 1_000_000 % MoteusFrame.UPTIME_MODULUS
                : Double.NaN;
        int length = MoteusFrame.encodeAnswer(answer, data);
        at = CanLine.receive((motor + 1) << 8, data, length, out, at);
      }
    }
    answersDue = 0;
    return at;
  }

  private int mode(BoardSample sample, int motor) {
    if (faults[motor] != 0) {
      return MoteusFrame.FAULT_MODE;
    }
    int bit = 1 << motor;
    if ((startedMotors & bit) != 0) {
      // The first answer after a start is older than what the command does.
      startedMotors &= ~bit;
      return MoteusFrame.STOPPED;
    }
    if (sample.watchdogTripped) {
      return MoteusFrame.TIMEOUT_MODE;
    }
    boolean off = (told.offMotors & bit) != 0;
    return sample.driving && !off ? MoteusFrame.POSITION_MODE : MoteusFrame.STOPPED;
  }

  private void tell(int motor) {
    int bit = 1 << motor;
    toldMotors |= bit;
    answersDue |= bit;
    told.offMotors &= ~bit;
    if (order.mode != MoteusFrame.POSITION_MODE || faults[motor] != 0) {
      told.offMotors |= bit;
      return;
    }
    // A NaN says "where you are": then the gain is 0 as well, and any number will do.
    told.value[motor] = Double.isNaN(order.position) ? 0 : order.position * TURN;
    told.kp = order.kpScale * kpPerTurn / (DUTY_NM * TURN);
    told.kd = order.kdScale * kdPerTurn / (DUTY_NM * TURN);
    told.watchdogMillis = (int) Math.round(order.watchdog * MILLIS);
  }
}
