package minitaur.sim.board;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import minitaur.hal.Motor;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.FdcanusbLine;
import minitaur.hal.wire.MoteusFrame;
import minitaur.hal.wire.MoteusText;
import minitaur.sim.device.MotorModel;

/** Eight moteus controllers behind one fdcanusb; each answers the commands that it receives. */
public final class MoteusBoardProtocol implements BoardProtocol {
  private static final int ALL_MOTORS = (1 << Motor.COUNT) - 1;
  private static final double RAD_PER_TURN = 2 * Math.PI;
  private static final double FULL_DUTY_NM = 16 * MotorModel.BACK_EMF / MotorModel.RESISTANCE;
  private static final int MILLIS_PER_SECOND = 1000;

  private final double kpPerTurn;
  private final double kdPerTurn;
  private final FdcanusbLine line = FdcanusbLine.toBus();
  private final byte[] data = new byte[FdcanusbLine.MAX_DATA_BYTES];
  private final MoteusFrame.Command request = new MoteusFrame.Command();
  private final MoteusFrame.Reply reply = new MoteusFrame.Reply();
  private final BoardCommand merged = new BoardCommand();
  private int receivedMotors;
  private int pendingReplies;
  private int unresponsiveMotors;
  private int restartedMotors = ALL_MOTORS;
  private boolean reportsUptime = true;
  private final int[] faults = new int[Motor.COUNT];
  private final Map<String, String> configuration = new HashMap<>();
  private final StringBuilder[] pendingTexts = new StringBuilder[Motor.COUNT];
  private int polledMotors;

  /**
   * @param kpPerTurn servo.pid_position.kp of each controller, Nm/turn
   * @param kdPerTurn servo.pid_position.kd of each controller, Nm s/turn
   */
  public MoteusBoardProtocol(double kpPerTurn, double kdPerTurn) {
    this.kpPerTurn = kpPerTurn;
    this.kdPerTurn = kdPerTurn;
    Arrays.setAll(pendingTexts, motor -> new StringBuilder());
    configuration.putAll(
        Map.of(
            "servopos.position_min", "nan",
            "servopos.position_max", "nan",
            "servo.timeout_mode", "12",
            "servo.pid_position.kp", String.valueOf(kpPerTurn),
            "servo.pid_position.kd", String.valueOf(kdPerTurn)));
  }

  /** Stores a configuration value in every controller, as {@code conf set} does. */
  public void configure(String key, String value) {
    configuration.put(key, value);
  }

  /** Makes a controller report a fault, with torque disabled. */
  public void setFault(Motor motor, int code) {
    faults[motor.ordinal()] = code;
  }

  /** Emulates older firmware without a millisecond counter. */
  public void omitUptime() {
    reportsUptime = false;
  }

  /** Trajectory limits in the last command to a controller, turns/s and turns/s2. */
  public double[] trajectoryLimits() {
    return new double[] {request.velocityLimit, request.accelerationLimit};
  }

  /** Makes a controller stop answering. */
  public void setUnresponsive(Motor motor) {
    unresponsiveMotors |= 1 << motor.ordinal();
  }

  @Override
  public long statePeriodNanos() {
    return 0;
  }

  @Override
  public int defaultWatchdogMillis() {
    return 100;
  }

  @Override
  public void reset() {
    receivedMotors = 0;
    pendingReplies = 0;
    restartedMotors = ALL_MOTORS;
  }

  @Override
  public boolean accept(byte value, BoardCommand command) {
    if (!line.accept(value)) {
      return false;
    }
    int motor = (line.identifier() & 0x7f) - 1;
    if (motor < 0
        || motor >= Motor.COUNT
        || handleTextFrame(motor)
        || !MoteusFrame.decodeCommand(line.data(), line.dataLength(), request)) {
      return false;
    }
    mergeRequest(motor);
    if (receivedMotors != ALL_MOTORS) {
      return false;
    }
    receivedMotors = 0;
    command.mode =
        merged.disabledMotors == ALL_MOTORS ? BoardCommand.Mode.OFF : BoardCommand.Mode.POSITION;
    command.kp = merged.kp;
    command.kd = merged.kd;
    command.disabledMotors = merged.disabledMotors;
    command.watchdogMillis = merged.watchdogMillis;
    System.arraycopy(merged.value, 0, command.value, 0, Motor.COUNT);
    return true;
  }

  @Override
  public int encode(BoardSample sample, byte[] out) {
    int offset = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      if ((pendingReplies & ~unresponsiveMotors & (1 << motor)) != 0) {
        reply.position = sample.values.encoderAngleRad[motor] / RAD_PER_TURN;
        reply.velocity = sample.values.encoderVelocityRadPerSec[motor] / RAD_PER_TURN;
        reply.torque = sample.values.motorTorqueNm[motor];
        reply.voltage = sample.values.batteryVoltage;
        reply.temperature = sample.values.motorTemperatureCelsius[motor];
        reply.fault = faults[motor];
        reply.mode = mode(sample, motor);
        reply.uptime =
            reportsUptime
                ? sample.boardTimeNanos / 1_000_000 % MoteusFrame.UPTIME_MODULUS
                : Double.NaN;
        int length = MoteusFrame.encodeReply(reply, data);
        offset = FdcanusbLine.encodeReceived((motor + 1) << 8, data, length, out, offset);
      }
    }
    pendingReplies = 0;
    return encodeTexts(out, offset);
  }

  /**
   * Handles a frame of the text channel, which carries {@code conf get}; returns whether it is one.
   */
  private boolean handleTextFrame(int motor) {
    if (MoteusText.isPoll(line.data(), line.dataLength())) {
      polledMotors |= 1 << motor;
      return true;
    }
    String text = MoteusText.decodeCommand(line.data(), line.dataLength());
    if (text == null) {
      return false;
    }
    String key = text.strip().replaceFirst("^conf get ", "");
    pendingTexts[motor].append(configuration.getOrDefault(key, "ERR error reading")).append("\r\n");
    return true;
  }

  private int encodeTexts(byte[] out, int start) {
    int offset = start;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      if ((polledMotors & ~unresponsiveMotors & (1 << motor)) != 0) {
        StringBuilder text = pendingTexts[motor];
        int count = Math.min(text.length(), MoteusText.MAX_TEXT_BYTES);
        int length = MoteusText.encodeReply(text.substring(0, count), data);
        text.delete(0, count);
        offset = FdcanusbLine.encodeReceived((motor + 1) << 8, data, length, out, offset);
      }
    }
    polledMotors = 0;
    return offset;
  }

  private int mode(BoardSample sample, int motor) {
    if (faults[motor] != 0) {
      return MoteusFrame.FAULT_MODE;
    }
    int bit = 1 << motor;
    if ((restartedMotors & bit) != 0) {
      // The first answer after a start still has the mode from before the command.
      restartedMotors &= ~bit;
      return MoteusFrame.STOPPED;
    }
    if (sample.watchdogTripped) {
      return MoteusFrame.TIMEOUT_MODE;
    }
    boolean off = (merged.disabledMotors & bit) != 0;
    return sample.driving && !off ? MoteusFrame.POSITION_MODE : MoteusFrame.STOPPED;
  }

  private void mergeRequest(int motor) {
    int bit = 1 << motor;
    receivedMotors |= bit;
    pendingReplies |= bit;
    merged.disabledMotors &= ~bit;
    if (request.mode != MoteusFrame.POSITION_MODE || faults[motor] != 0) {
      merged.disabledMotors |= bit;
      return;
    }
    // NaN means the current position; the gain is then 0 as well, so any value is valid.
    merged.value[motor] = Double.isNaN(request.position) ? 0 : request.position * RAD_PER_TURN;
    merged.kp = request.kpScale * kpPerTurn / (FULL_DUTY_NM * RAD_PER_TURN);
    merged.kd = request.kdScale * kdPerTurn / (FULL_DUTY_NM * RAD_PER_TURN);
    merged.watchdogMillis = (int) Math.round(request.watchdog * MILLIS_PER_SECOND);
  }
}
