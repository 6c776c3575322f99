package minitaur.sim.board;

import java.util.HashMap;
import java.util.Map;
import minitaur.hal.Motor;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.CanLine;
import minitaur.hal.wire.MoteusFrame;
import minitaur.hal.wire.MoteusText;
import minitaur.sim.device.MotorModel;

/** Eight moteus controllers behind one fdcanusb; each answers the commands that it receives. */
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
  private final Map<String, String> configured = new HashMap<>();
  private final StringBuilder[] texts = new StringBuilder[Motor.COUNT];
  private int polled;

  /**
   * @param kpPerTurn servo.pid_position.kp of each controller, Nm/turn
   * @param kdPerTurn servo.pid_position.kd of each controller, Nm s/turn
   */
  public MoteusBoardProtocol(double kpPerTurn, double kdPerTurn) {
    this.kpPerTurn = kpPerTurn;
    this.kdPerTurn = kdPerTurn;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      texts[motor] = new StringBuilder();
    }
    configured.putAll(
        Map.of(
            "servopos.position_min", "nan",
            "servopos.position_max", "nan",
            "servo.timeout_mode", "12",
            "servo.pid_position.kp", String.valueOf(kpPerTurn),
            "servo.pid_position.kd", String.valueOf(kdPerTurn)));
  }

  /** Stores a configuration value in every controller, as {@code conf set} does. */
  public void configure(String key, String value) {
    configured.put(key, value);
  }

  /** Makes a controller report a fault, with torque disabled. */
  public void setFault(Motor motor, int code) {
    faults[motor.ordinal()] = code;
  }

  /** Emulates older firmware without a millisecond counter. */
  public void hideUptime() {
    reportsUptime = false;
  }

  /** Trajectory limits in the last command to a controller, turns/s and turns/s2. */
  public double[] trajectoryLimits() {
    return new double[] {order.velocityLimit, order.accelerationLimit};
  }

  /** Makes a controller stop answering. */
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
        || isText(motor)
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
    return encodeTexts(out, at);
  }

  /**
   * Handles a frame of the text channel, which carries {@code conf get}; returns whether it is one.
   */
  private boolean isText(int motor) {
    if (MoteusText.isPoll(line.data(), line.dataLength())) {
      polled |= 1 << motor;
      return true;
    }
    String text = MoteusText.decodeCommand(line.data(), line.dataLength());
    if (text == null) {
      return false;
    }
    String key = text.strip().replaceFirst("^conf get ", "");
    texts[motor].append(configured.getOrDefault(key, "ERR error reading")).append("\r\n");
    return true;
  }

  private int encodeTexts(byte[] out, int from) {
    int at = from;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      if ((polled & ~silentMotors & (1 << motor)) != 0) {
        StringBuilder text = texts[motor];
        int count = Math.min(text.length(), MoteusText.MAX_TEXT);
        int length = MoteusText.encodeAnswer(text.substring(0, count), data);
        text.delete(0, count);
        at = CanLine.receive((motor + 1) << 8, data, length, out, at);
      }
    }
    polled = 0;
    return at;
  }

  private int mode(BoardSample sample, int motor) {
    if (faults[motor] != 0) {
      return MoteusFrame.FAULT_MODE;
    }
    int bit = 1 << motor;
    if ((startedMotors & bit) != 0) {
      // The first answer after a start still has the mode from before the command.
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
    // NaN means the current position; the gain is then 0 as well, so any value is valid.
    told.value[motor] = Double.isNaN(order.position) ? 0 : order.position * TURN;
    told.kp = order.kpScale * kpPerTurn / (DUTY_NM * TURN);
    told.kd = order.kdScale * kdPerTurn / (DUTY_NM * TURN);
    told.watchdogMillis = (int) Math.round(order.watchdog * MILLIS);
  }
}
