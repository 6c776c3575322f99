package minitaur.hal.wire;

import minitaur.hal.Motor;

/**
 * Payload of {@link LinkFrame.Type#STATE}, little-endian, {@link #BYTES} long:
 *
 * <pre>
 *    0  u32     time of the frame, us of the board's clock, low 32 bits
 *    4  u16     age of the encoder sample at that time, us       65535: none
 *    6  u16     age of the IMU sample at that time, us           65535: none
 *    8  u16     boot id
 *   10  u16     sequence of the newest accepted command
 *   12  u16     bit 0: motors driven; bit 1: watchdog tripped; bit 2: a command was accepted
 *   14  u16     battery, mV                                      65535: unknown
 *   16  f32 x8  angle of the encoder, rad                        NaN: unknown
 *   48  i16 x8  torque from current, mNm                        -32768: unknown
 *   64  u8  x8  winding temperature, degC + 40                   255: unknown
 *   72  i16     roll, 1e-4 rad                                  -32768: unknown
 *   74  i16     pitch, 1e-4 rad                                 -32768: unknown
 *   76  i16     angular velocity about x, 1e-3 rad/s            -32768: unknown
 *   78  i16     angular velocity about y, 1e-3 rad/s            -32768: unknown
 *   80  u32     energy since start, 0.01 J                       4294967295: unknown
 * </pre>
 */
public final class LinkState {
  /** Length of the payload. */
  public static final int BYTES = 84;

  private static final int TIME = 0;
  private static final int ENCODER_AGE = 4;
  private static final int IMU_AGE = 6;
  private static final int BOOT_ID = 8;
  private static final int COMMAND_SEQUENCE = 10;
  private static final int STATUS = 12;
  private static final int BATTERY = 14;
  private static final int ANGLE = 16;
  private static final int TORQUE = 48;
  private static final int TEMPERATURE = 64;
  private static final int ROLL = 72;
  private static final int PITCH = 74;
  private static final int RATE_X = 76;
  private static final int RATE_Y = 78;
  private static final int ENERGY = 80;

  private static final int DRIVING = 1;
  private static final int WATCHDOG = 2;
  private static final int HAS_COMMAND = 4;

  private static final int UNKNOWN_16 = 0xffff;
  private static final int UNKNOWN_SIGNED_16 = Short.MIN_VALUE;
  private static final int UNKNOWN_8 = 0xff;
  private static final int UNKNOWN_32 = 0xffffffff;

  private static final double MILLI = 1e-3;
  private static final double ANGLE_UNIT = 1e-4;
  private static final double ENERGY_UNIT = 0.01;
  private static final int TEMPERATURE_OFFSET = 40;
  private static final long NANOS_PER_MICRO = 1000;

  private LinkState() {}

  /**
   * Encodes a payload.
   *
   * @param sample Not modified.
   * @param payload Modified.
   * @return {@link #BYTES}
   */
  public static int encode(BoardSample sample, byte[] payload) {
    RawState values = sample.values;
    long time = sample.boardTimeNanos;
    LittleEndian.put32(payload, TIME, (int) (time / NANOS_PER_MICRO));
    LittleEndian.put16(payload, ENCODER_AGE, age(time, values.encoderTimeNanos));
    LittleEndian.put16(payload, IMU_AGE, age(time, values.imuTimeNanos));
    LittleEndian.put16(payload, BOOT_ID, sample.bootId);
    LittleEndian.put16(payload, COMMAND_SEQUENCE, sample.commandSequence);
    LittleEndian.put16(payload, STATUS, status(sample));
    LittleEndian.put16(
        payload, BATTERY, quantize(values.batteryVoltage, MILLI, 0, UNKNOWN_16 - 1, UNKNOWN_16));
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      LittleEndian.putFloat32(payload, ANGLE + 4 * motor, values.encoderAngleRad[motor]);
      putSigned(payload, TORQUE + 2 * motor, values.motorTorqueNm[motor], MILLI);
      double shifted = values.motorTemperatureCelsius[motor] + TEMPERATURE_OFFSET;
      LittleEndian.put8(
          payload, TEMPERATURE + motor, quantize(shifted, 1, 0, UNKNOWN_8 - 1, UNKNOWN_8));
    }
    putSigned(payload, ROLL, values.imuRollRad, ANGLE_UNIT);
    putSigned(payload, PITCH, values.imuPitchRad, ANGLE_UNIT);
    putSigned(payload, RATE_X, values.imuRateXRadPerSec, MILLI);
    putSigned(payload, RATE_Y, values.imuRateYRadPerSec, MILLI);
    LittleEndian.put32(
        payload,
        ENERGY,
        Double.isFinite(values.energyJoules)
            ? (int) Math.round(values.energyJoules / ENERGY_UNIT)
            : UNKNOWN_32);
    return BYTES;
  }

  /**
   * Decodes a payload.
   *
   * @param payload Not modified.
   * @param length of the payload
   * @param sample its board time and energy are extended beyond 32 bits, to the values nearest to
   *     its previous ones. Modified when the result is true.
   * @return whether the payload is valid
   */
  public static boolean decode(byte[] payload, int length, BoardSample sample) {
    if (length != BYTES) {
      return false;
    }
    RawState values = sample.values;
    long previousMicros = sample.boardTimeNanos / NANOS_PER_MICRO;
    int step = LittleEndian.signed32(payload, TIME) - (int) previousMicros;
    long time = (previousMicros + step) * NANOS_PER_MICRO;
    sample.boardTimeNanos = time;
    values.encoderTimeNanos = captureTime(time, LittleEndian.unsigned16(payload, ENCODER_AGE));
    values.imuTimeNanos = captureTime(time, LittleEndian.unsigned16(payload, IMU_AGE));
    sample.bootId = LittleEndian.unsigned16(payload, BOOT_ID);
    int status = LittleEndian.unsigned16(payload, STATUS);
    sample.commandSequence =
        (status & HAS_COMMAND) == 0 ? -1 : LittleEndian.unsigned16(payload, COMMAND_SEQUENCE);
    sample.driving = (status & DRIVING) != 0;
    sample.watchdogTripped = (status & WATCHDOG) != 0;
    sample.faulty = false;
    int battery = LittleEndian.unsigned16(payload, BATTERY);
    values.batteryVoltage = battery == UNKNOWN_16 ? Double.NaN : battery * MILLI;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      values.encoderAngleRad[motor] = LittleEndian.float32(payload, ANGLE + 4 * motor);
      values.encoderVelocityRadPerSec[motor] = Double.NaN;
      values.motorTorqueNm[motor] = readSigned(payload, TORQUE + 2 * motor, MILLI);
      int temperature = LittleEndian.unsigned8(payload, TEMPERATURE + motor);
      values.motorTemperatureCelsius[motor] =
          temperature == UNKNOWN_8 ? Double.NaN : temperature - TEMPERATURE_OFFSET;
    }
    values.imuRollRad = readSigned(payload, ROLL, ANGLE_UNIT);
    values.imuPitchRad = readSigned(payload, PITCH, ANGLE_UNIT);
    values.imuRateXRadPerSec = readSigned(payload, RATE_X, MILLI);
    values.imuRateYRadPerSec = readSigned(payload, RATE_Y, MILLI);
    int energy = LittleEndian.signed32(payload, ENERGY);
    values.energyJoules = energy == UNKNOWN_32 ? Double.NaN : joules(energy, values.energyJoules);
    return true;
  }

  /** The energy nearest to {@code previous}, whose counter is {@code energy} after any wrap. */
  private static double joules(int energy, double previous) {
    if (Double.isNaN(previous)) {
      return Integer.toUnsignedLong(energy) * ENERGY_UNIT;
    }
    long units = Math.round(previous / ENERGY_UNIT);
    return (units + (energy - (int) units)) * ENERGY_UNIT;
  }

  private static int status(BoardSample sample) {
    return (sample.driving ? DRIVING : 0)
        | (sample.watchdogTripped ? WATCHDOG : 0)
        | (sample.commandSequence >= 0 ? HAS_COMMAND : 0);
  }

  private static int age(long time, long captureTime) {
    if (captureTime == BoardSample.NEVER) {
      return UNKNOWN_16;
    }
    return (int) Math.min(Math.max((time - captureTime) / NANOS_PER_MICRO, 0), UNKNOWN_16);
  }

  private static long captureTime(long time, int age) {
    return age == UNKNOWN_16 ? BoardSample.NEVER : time - age * NANOS_PER_MICRO;
  }

  private static void putSigned(byte[] payload, int at, double value, double unit) {
    LittleEndian.put16(
        payload, at, quantize(value, unit, -Short.MAX_VALUE, Short.MAX_VALUE, UNKNOWN_SIGNED_16));
  }

  private static double readSigned(byte[] payload, int at, double unit) {
    int value = LittleEndian.signed16(payload, at);
    return value == UNKNOWN_SIGNED_16 ? Double.NaN : value * unit;
  }

  private static int quantize(double value, double unit, int min, int max, int unknown) {
    if (!Double.isFinite(value)) {
      return unknown;
    }
    return (int) Math.min(Math.max(Math.round(value / unit), min), max);
  }
}
