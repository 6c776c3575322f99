package minitaur.hal.wire;

/**
 * Codec of register accesses of one moteus controller in a CAN-FD frame. A frame is a sequence of
 * subframes:
 *
 * <pre>
 *   | code | first register | values, little-endian ... |
 *     code: 0x00 write int8, 0x0c write float, 0x10 read int8, 0x1c read float,
 *           0x20 reply int8, 0x2c reply float;  + 1 to 3: number of registers;  0x50: no-op
 * </pre>
 *
 * Positions are in turns, velocities in turns/s, torques in Nm. Source: register protocol of the
 * moteus reference.
 */
public final class MoteusFrame {
  /** Mode: no current. */
  public static final int STOPPED = 0;

  /** Mode: no current because of a fault. */
  public static final int FAULT_MODE = 1;

  /** Mode: position law on the controller. */
  public static final int POSITION_MODE = 10;

  /** Mode: the watchdog has tripped; the controller follows its servo.timeout_mode. */
  public static final int TIMEOUT_MODE = 11;

  /**
   * Disables the velocity or acceleration limit of the controller's trajectories. Otherwise the
   * configured {@code servo.default_velocity_limit} and {@code servo.default_accel_limit} would
   * shape the targets.
   */
  public static final double NO_LIMIT = -1;

  /** The counter of milliseconds wraps at this value when it is read as a float. */
  public static final int UPTIME_MODULUS = 1 << 23;

  private static final int WRITE_INT8 = 0x00;
  private static final int WRITE_FLOAT = 0x0c;
  private static final int READ_FLOAT = 0x1c;
  private static final int REPLY_FLOAT = 0x2c;
  private static final int NO_OP = 0x50;

  private static final int MODE = 0x000;
  private static final int POSITION = 0x001;
  private static final int VELOCITY = 0x002;
  private static final int TORQUE = 0x003;
  private static final int VOLTAGE = 0x00d;
  private static final int TARGET = 0x020;
  private static final int KP_SCALE = 0x023;
  private static final int MAX_TORQUE = 0x025;
  private static final int WATCHDOG = 0x027;
  private static final int VELOCITY_LIMIT = 0x028;
  private static final int ACCELERATION_LIMIT = 0x029;
  private static final int UPTIME = 0x070;

  private static final int FLOAT_BYTES = 4;

  /** A command to a controller. */
  public static final class Command {
    /** {@link #STOPPED} or {@link #POSITION_MODE}. */
    public int mode;

    /** Turns; NaN: current position. */
    public double position;

    /** Scale of the controller's configured position gain. */
    public double kpScale;

    /** Scale of the controller's configured velocity gain. */
    public double kdScale;

    /** Nm. */
    public double maxTorque;

    /** Seconds without another command after which the controller enters {@link #TIMEOUT_MODE}. */
    public double watchdog;

    /** Turns/s; negative: no limit; NaN: as configured. */
    public double velocityLimit = NO_LIMIT;

    /** Turns/s^2; negative: no limit; NaN: as configured. */
    public double accelerationLimit = NO_LIMIT;
  }

  /** Answer of a controller. */
  public static final class Reply {
    /** Mode; NaN if not reported. */
    public double mode;

    /** Turns. */
    public double position;

    /** Turns/s. */
    public double velocity;

    /** Nm. */
    public double torque;

    /** V. */
    public double voltage;

    /** Temperature of the board, degC. */
    public double temperature;

    /** Fault code; 0 for none. */
    public double fault;

    /** Milliseconds since power-on, modulo {@link #UPTIME_MODULUS}; NaN with older firmware. */
    public double uptime;
  }

  private MoteusFrame() {}

  /**
   * Encodes a command that also requests a reply.
   *
   * @param command Not modified.
   * @param data Modified.
   * @return number of bytes
   */
  public static int encodeCommand(Command command, byte[] data) {
    int at = 0;
    data[at++] = WRITE_INT8 + 1;
    data[at++] = MODE;
    data[at++] = (byte) command.mode;
    if (command.mode == POSITION_MODE) {
      at = writeFloat(data, at, TARGET, command.position);
      at = writeHeader(data, at, WRITE_FLOAT + 2, KP_SCALE);
      LittleEndian.putFloat32(data, at, command.kpScale);
      LittleEndian.putFloat32(data, at + FLOAT_BYTES, command.kdScale);
      at += 2 * FLOAT_BYTES;
      at = writeFloat(data, at, MAX_TORQUE, command.maxTorque);
      at = writeHeader(data, at, WRITE_FLOAT + 3, WATCHDOG);
      LittleEndian.putFloat32(data, at, command.watchdog);
      LittleEndian.putFloat32(data, at + FLOAT_BYTES, command.velocityLimit);
      LittleEndian.putFloat32(data, at + 2 * FLOAT_BYTES, command.accelerationLimit);
      at += 3 * FLOAT_BYTES;
    }
    at = writeHeader(data, at, READ_FLOAT + 3, MODE);
    at = writeHeader(data, at, READ_FLOAT + 1, TORQUE);
    at = writeHeader(data, at, READ_FLOAT + 3, VOLTAGE);
    return writeHeader(data, at, READ_FLOAT + 1, UPTIME);
  }

  /**
   * Decodes a command.
   *
   * @param data Not modified.
   * @param command Modified.
   * @return whether the command is valid
   */
  public static boolean decodeCommand(byte[] data, int length, Command command) {
    int at = 0;
    boolean hasMode = false;
    while (at < length) {
      int code = data[at] & 0xff;
      if (code == NO_OP) {
        at++;
        continue;
      }
      int count = code & 3;
      int kind = code - count;
      if (at + 2 > length || count == 0) {
        return false;
      }
      int register = data[at + 1] & 0xff;
      at += 2;
      if (kind == WRITE_INT8 && register == MODE && count == 1 && at < length) {
        command.mode = data[at++];
        hasMode = true;
      } else if (kind == WRITE_FLOAT && at + count * FLOAT_BYTES <= length) {
        for (int i = 0; i < count; i++) {
          set(command, register + i, LittleEndian.float32(data, at));
          at += FLOAT_BYTES;
        }
      } else if (kind != READ_FLOAT) {
        return false;
      }
    }
    return hasMode;
  }

  /**
   * Encodes a reply.
   *
   * @param reply Not modified.
   * @param data Modified.
   * @return number of bytes
   */
  public static int encodeReply(Reply reply, byte[] data) {
    int at = writeHeader(data, 0, REPLY_FLOAT + 3, MODE);
    LittleEndian.putFloat32(data, at, reply.mode);
    LittleEndian.putFloat32(data, at + FLOAT_BYTES, reply.position);
    LittleEndian.putFloat32(data, at + 2 * FLOAT_BYTES, reply.velocity);
    at = writeHeader(data, at + 3 * FLOAT_BYTES, REPLY_FLOAT + 1, TORQUE);
    LittleEndian.putFloat32(data, at, reply.torque);
    at = writeHeader(data, at + FLOAT_BYTES, REPLY_FLOAT + 3, VOLTAGE);
    LittleEndian.putFloat32(data, at, reply.voltage);
    LittleEndian.putFloat32(data, at + FLOAT_BYTES, reply.temperature);
    LittleEndian.putFloat32(data, at + 2 * FLOAT_BYTES, reply.fault);
    at = writeHeader(data, at + 3 * FLOAT_BYTES, REPLY_FLOAT + 1, UPTIME);
    LittleEndian.putFloat32(data, at, reply.uptime);
    return at + FLOAT_BYTES;
  }

  /**
   * Decodes a reply. Values that it does not contain are NaN, never 0.
   *
   * @param data Not modified.
   * @param reply Modified.
   * @return whether it contains a position
   */
  public static boolean decodeReply(byte[] data, int length, Reply reply) {
    reply.mode = Double.NaN;
    reply.uptime = Double.NaN;
    reply.position = Double.NaN;
    reply.velocity = Double.NaN;
    reply.torque = Double.NaN;
    reply.voltage = Double.NaN;
    reply.temperature = Double.NaN;
    reply.fault = Double.NaN;
    int at = 0;
    while (at < length) {
      int code = data[at] & 0xff;
      if (code == NO_OP) {
        at++;
        continue;
      }
      int count = code & 3;
      if (code - count != REPLY_FLOAT || count == 0 || at + 2 + count * FLOAT_BYTES > length) {
        return false;
      }
      int register = data[at + 1] & 0xff;
      at += 2;
      for (int i = 0; i < count; i++) {
        set(reply, register + i, LittleEndian.float32(data, at));
        at += FLOAT_BYTES;
      }
    }
    return Double.isFinite(reply.position);
  }

  private static void set(Command command, int register, double value) {
    switch (register) {
      case TARGET -> command.position = value;
      case KP_SCALE -> command.kpScale = value;
      case KP_SCALE + 1 -> command.kdScale = value;
      case MAX_TORQUE -> command.maxTorque = value;
      case WATCHDOG -> command.watchdog = value;
      case VELOCITY_LIMIT -> command.velocityLimit = value;
      case ACCELERATION_LIMIT -> command.accelerationLimit = value;
      default -> {}
    }
  }

  private static void set(Reply reply, int register, double value) {
    switch (register) {
      case MODE -> reply.mode = value;
      case POSITION -> reply.position = value;
      case VELOCITY -> reply.velocity = value;
      case TORQUE -> reply.torque = value;
      case UPTIME -> reply.uptime = value;
      case VOLTAGE -> reply.voltage = value;
      case VOLTAGE + 1 -> reply.temperature = value;
      case VOLTAGE + 2 -> reply.fault = value;
      default -> {}
    }
  }

  private static int writeHeader(byte[] data, int at, int code, int register) {
    data[at] = (byte) code;
    data[at + 1] = (byte) register;
    return at + 2;
  }

  private static int writeFloat(byte[] data, int at, int register, double value) {
    int to = writeHeader(data, at, WRITE_FLOAT + 1, register);
    LittleEndian.putFloat32(data, to, value);
    return to + FLOAT_BYTES;
  }
}
