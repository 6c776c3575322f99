package minitaur.hal.wire;

/**
 * Registers of one moteus controller in a CAN-FD frame. A frame is a row of subframes:
 *
 * <pre>
 *   | code | first register | values, little-endian ... |
 *     code: 0x00 write int8, 0x0c write float, 0x10 read int8, 0x1c read float,
 *           0x20 reply int8, 0x2c reply float;  + 1 to 3: how many registers;  0x50: nothing
 * </pre>
 *
 * Positions are turns, velocities turns a second, torques Nm. Source: moteus' reference of its
 * register protocol.
 */
public final class MoteusFrame {
  /** Mode: no current. */
  public static final int STOPPED = 0;

  /** Mode: position law on the controller. */
  public static final int POSITION_MODE = 10;

  private static final int WRITE_INT8 = 0x00;
  private static final int WRITE_FLOAT = 0x0c;
  private static final int READ_FLOAT = 0x1c;
  private static final int REPLY_FLOAT = 0x2c;
  private static final int NOTHING = 0x50;

  private static final int MODE = 0x000;
  private static final int POSITION = 0x001;
  private static final int VOLTAGE = 0x00d;
  private static final int TARGET = 0x020;
  private static final int KP_SCALE = 0x023;
  private static final int MAXIMUM_TORQUE = 0x025;
  private static final int WATCHDOG = 0x027;

  private static final int FLOAT_BYTES = 4;

  /** What a controller is told. */
  public static final class Order {
    /** {@link #STOPPED} or {@link #POSITION_MODE}. */
    public int mode;

    /** Turns; NaN: where it is. */
    public double position;

    /** Factor of the controller's own position gain. */
    public double kpScale;

    /** Factor of the controller's own velocity gain. */
    public double kdScale;

    /** Nm. */
    public double maximumTorque;

    /** Seconds without another order after which it stops by itself. */
    public double watchdog;
  }

  /** What a controller answers. */
  public static final class Answer {
    /** Turns. */
    public double position;

    /** Turns a second. */
    public double velocity;

    /** Nm. */
    public double torque;

    /** V. */
    public double voltage;

    /** Of the board, degC. */
    public double temperature;

    /** 0: none. */
    public double fault;
  }

  private MoteusFrame() {}

  /**
   * Writes an order that asks for an answer, too.
   *
   * @param order Not modified.
   * @param data Modified.
   * @return number of bytes
   */
  public static int encodeOrder(Order order, byte[] data) {
    int at = 0;
    data[at++] = WRITE_INT8 + 1;
    data[at++] = MODE;
    data[at++] = (byte) order.mode;
    if (order.mode == POSITION_MODE) {
      at = writeFloats(data, at, TARGET, order.position);
      at = write(data, at, WRITE_FLOAT + 2, KP_SCALE);
      LittleEndian.putFloat32(data, at, order.kpScale);
      LittleEndian.putFloat32(data, at + FLOAT_BYTES, order.kdScale);
      at += 2 * FLOAT_BYTES;
      at = writeFloats(data, at, MAXIMUM_TORQUE, order.maximumTorque);
      at = writeFloats(data, at, WATCHDOG, order.watchdog);
    }
    at = write(data, at, READ_FLOAT + 3, POSITION);
    return write(data, at, READ_FLOAT + 3, VOLTAGE);
  }

  /**
   * Reads an order.
   *
   * @param data Not modified.
   * @param order Modified.
   * @return whether it was understood
   */
  public static boolean decodeOrder(byte[] data, int length, Order order) {
    int at = 0;
    boolean understood = false;
    while (at < length) {
      int code = data[at] & 0xff;
      if (code == NOTHING) {
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
        order.mode = data[at++];
        understood = true;
      } else if (kind == WRITE_FLOAT && at + count * FLOAT_BYTES <= length) {
        for (int i = 0; i < count; i++) {
          set(order, register + i, LittleEndian.float32(data, at));
          at += FLOAT_BYTES;
        }
      } else if (kind != READ_FLOAT) {
        return false;
      }
    }
    return understood;
  }

  /**
   * Writes an answer.
   *
   * @param answer Not modified.
   * @param data Modified.
   * @return number of bytes
   */
  public static int encodeAnswer(Answer answer, byte[] data) {
    int at = write(data, 0, REPLY_FLOAT + 3, POSITION);
    LittleEndian.putFloat32(data, at, answer.position);
    LittleEndian.putFloat32(data, at + FLOAT_BYTES, answer.velocity);
    LittleEndian.putFloat32(data, at + 2 * FLOAT_BYTES, answer.torque);
    at = write(data, at + 3 * FLOAT_BYTES, REPLY_FLOAT + 3, VOLTAGE);
    LittleEndian.putFloat32(data, at, answer.voltage);
    LittleEndian.putFloat32(data, at + FLOAT_BYTES, answer.temperature);
    LittleEndian.putFloat32(data, at + 2 * FLOAT_BYTES, answer.fault);
    return at + 3 * FLOAT_BYTES;
  }

  /**
   * Reads an answer. What it does not say is NaN, never 0.
   *
   * @param data Not modified.
   * @param answer Modified.
   * @return whether it says a position
   */
  public static boolean decodeAnswer(byte[] data, int length, Answer answer) {
    answer.position = Double.NaN;
    answer.velocity = Double.NaN;
    answer.torque = Double.NaN;
    answer.voltage = Double.NaN;
    answer.temperature = Double.NaN;
    answer.fault = Double.NaN;
    int at = 0;
    while (at < length) {
      int code = data[at] & 0xff;
      if (code == NOTHING) {
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
        set(answer, register + i, LittleEndian.float32(data, at));
        at += FLOAT_BYTES;
      }
    }
    return Double.isFinite(answer.position);
  }

  private static void set(Order order, int register, double value) {
    switch (register) {
      case TARGET -> order.position = value;
      case KP_SCALE -> order.kpScale = value;
      case KP_SCALE + 1 -> order.kdScale = value;
      case MAXIMUM_TORQUE -> order.maximumTorque = value;
      case WATCHDOG -> order.watchdog = value;
      default -> {}
    }
  }

  private static void set(Answer answer, int register, double value) {
    switch (register) {
      case POSITION -> answer.position = value;
      case POSITION + 1 -> answer.velocity = value;
      case POSITION + 2 -> answer.torque = value;
      case VOLTAGE -> answer.voltage = value;
      case VOLTAGE + 1 -> answer.temperature = value;
      case VOLTAGE + 2 -> answer.fault = value;
      default -> {}
    }
  }

  private static int write(byte[] data, int at, int code, int register) {
    data[at] = (byte) code;
    data[at + 1] = (byte) register;
    return at + 2;
  }

  private static int writeFloats(byte[] data, int at, int register, double value) {
    int to = write(data, at, WRITE_FLOAT + 1, register);
    LittleEndian.putFloat32(data, to, value);
    return to + FLOAT_BYTES;
  }
}
