package minitaur.hal.wire;

import java.util.Arrays;
import minitaur.hal.Motor;

/**
 * Codec of the two frames of the Ghost mainboard's legacy "remote computer" protocol,
 * little-endian. Command, {@link #COMMAND_BYTES} long:
 *
 * <pre>
 *    0  u8 x2   AA BB
 *    2  u8      0 kill, 3 set position (others start its own gaits and are not used)
 *    3  f32 x8  r and theta of each leg
 *   35  f32 x8  stiffness along r and about theta of each leg
 *   67  u16     sum of all previous bytes; the board ignores it
 * </pre>
 *
 * State, {@link #STATE_BYTES} long, more than 9 ms apart:
 *
 * <pre>
 *    0  u8 x2   AA BB
 *    2  u32     time since start, ms
 *    6  f32 x3  roll, pitch, yaw, rad
 *   18  f32 x3  their rates, rad/s
 *   30  f32 x8  motor angles, rad
 *   62  f32 x8  motor torques, Nm
 *   94  f32     forward speed, m/s
 *   98  f32     battery, V
 *  102  u8      mode
 * </pre>
 *
 * Neither frame has a checksum that can be relied on. Implausible states are rejected, see {@link
 * #decodeState}.
 */
public final class GhostFrame {
  /** Length of a command. */
  public static final int COMMAND_BYTES = 69;

  /** Length of a state. */
  public static final int STATE_BYTES = 103;

  /** Command: motors off. */
  public static final int KILL = 0;

  /** Command: move legs to r and theta. */
  public static final int SET_POSITION = 3;

  static final int FIRST_SYNC_BYTE = 0xaa;
  static final int SECOND_SYNC_BYTE = 0xbb;

  private static final int LEG_VALUES = 8;
  private static final int KIND = 2;
  private static final int POSITION = 3;
  private static final int STIFFNESS = 35;
  private static final int CHECKSUM = 67;

  private static final int TIME = 2;
  private static final int ROLL = 6;
  private static final int PITCH = 10;
  private static final int ROLL_RATE = 18;
  private static final int PITCH_RATE = 22;
  private static final int ANGLE = 30;
  private static final int TORQUE = 62;
  private static final int SPEED = 94;
  private static final int BATTERY = 98;
  private static final int MODE = 102;

  private static final int MAX_MODE = 6;
  private static final double MAX_TILT = 3.2;
  private static final double MAX_RATE = 100;
  private static final double MAX_ANGLE = 100;
  private static final double MAX_TORQUE = 20;
  private static final double MAX_SPEED = 20;
  private static final double MAX_VOLTAGE = 40;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private GhostFrame() {}

  /**
   * Encodes a command.
   *
   * @param position {@code [8]} r and theta of each leg. Not modified.
   * @param stiffness {@code [8]} along r and about theta of each leg. Not modified.
   * @param out Modified.
   * @return {@link #COMMAND_BYTES}
   */
  public static int encodeCommand(int kind, double[] position, double[] stiffness, byte[] out) {
    LittleEndian.put8(out, 0, FIRST_SYNC_BYTE);
    LittleEndian.put8(out, 1, SECOND_SYNC_BYTE);
    LittleEndian.put8(out, KIND, kind);
    for (int i = 0; i < LEG_VALUES; i++) {
      LittleEndian.putFloat32(out, POSITION + 4 * i, position[i]);
      LittleEndian.putFloat32(out, STIFFNESS + 4 * i, stiffness[i]);
    }
    LittleEndian.put16(out, CHECKSUM, checksum(out));
    return COMMAND_BYTES;
  }

  /**
   * Decodes a command.
   *
   * @param frame Not modified.
   * @param position {@code [8]} Modified when the result is not -1.
   * @param stiffness {@code [8]} Modified when the result is not -1.
   * @return kind of the command; -1 if it is invalid
   */
  public static int decodeCommand(byte[] frame, double[] position, double[] stiffness) {
    if (!hasSyncBytes(frame) || LittleEndian.unsigned16(frame, CHECKSUM) != checksum(frame)) {
      return -1;
    }
    for (int i = 0; i < LEG_VALUES; i++) {
      position[i] = LittleEndian.float32(frame, POSITION + 4 * i);
      stiffness[i] = LittleEndian.float32(frame, STIFFNESS + 4 * i);
    }
    return LittleEndian.unsigned8(frame, KIND);
  }

  /**
   * Encodes a state.
   *
   * @param sample Not modified.
   * @param out Modified.
   * @return {@link #STATE_BYTES}
   */
  public static int encodeState(BoardSample sample, byte[] out) {
    RawState values = sample.values;
    Arrays.fill(out, 0, STATE_BYTES, (byte) 0);
    LittleEndian.put8(out, 0, FIRST_SYNC_BYTE);
    LittleEndian.put8(out, 1, SECOND_SYNC_BYTE);
    LittleEndian.put32(out, TIME, (int) (sample.boardTimeNanos / NANOS_PER_MILLI));
    LittleEndian.putFloat32(out, ROLL, values.imuRollRad);
    LittleEndian.putFloat32(out, PITCH, values.imuPitchRad);
    LittleEndian.putFloat32(out, ROLL_RATE, values.imuRateXRadPerSec);
    LittleEndian.putFloat32(out, PITCH_RATE, values.imuRateYRadPerSec);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      LittleEndian.putFloat32(out, ANGLE + 4 * motor, values.encoderAngleRad[motor]);
      LittleEndian.putFloat32(out, TORQUE + 4 * motor, values.motorTorqueNm[motor]);
    }
    LittleEndian.putFloat32(out, BATTERY, values.batteryVoltage);
    LittleEndian.put8(out, MODE, sample.driving ? SET_POSITION : KILL);
    return STATE_BYTES;
  }

  /**
   * Decodes a state. Tilt, rates, angles, torques, speed, battery and mode must be plausible for a
   * robot. Fewer than one in 10^9 random frames with correct marks pass this check.
   *
   * @param frame Not modified.
   * @param sample temperatures and energy are set to unknown. Modified when the result is true.
   * @return whether it is a plausible state
   */
  public static boolean decodeState(byte[] frame, BoardSample sample) {
    if (!hasSyncBytes(frame) || !isPlausible(frame)) {
      return false;
    }
    RawState values = sample.values;
    long time = Integer.toUnsignedLong(LittleEndian.signed32(frame, TIME)) * NANOS_PER_MILLI;
    sample.boardTimeNanos = time;
    values.encoderTimeNanos = time;
    values.imuTimeNanos = time;
    values.imuRollRad = LittleEndian.float32(frame, ROLL);
    values.imuPitchRad = LittleEndian.float32(frame, PITCH);
    values.imuRateXRadPerSec = LittleEndian.float32(frame, ROLL_RATE);
    values.imuRateYRadPerSec = LittleEndian.float32(frame, PITCH_RATE);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      values.encoderAngleRad[motor] = LittleEndian.float32(frame, ANGLE + 4 * motor);
      values.encoderVelocityRadPerSec[motor] = Double.NaN;
      values.motorTorqueNm[motor] = LittleEndian.float32(frame, TORQUE + 4 * motor);
      values.motorTemperatureCelsius[motor] = Double.NaN;
    }
    values.batteryVoltage = LittleEndian.float32(frame, BATTERY);
    values.energyJoules = Double.NaN;
    sample.commandSequence = -1;
    sample.driving = LittleEndian.unsigned8(frame, MODE) != KILL;
    sample.watchdogTripped = false;
    sample.faulty = false;
    return true;
  }

  static boolean hasSyncBytes(byte[] frame) {
    return LittleEndian.unsigned8(frame, 0) == FIRST_SYNC_BYTE
        && LittleEndian.unsigned8(frame, 1) == SECOND_SYNC_BYTE;
  }

  private static boolean isPlausible(byte[] frame) {
    boolean plausible =
        isWithin(frame, ROLL, 3, MAX_TILT)
            && isWithin(frame, ROLL_RATE, 3, MAX_RATE)
            && isWithin(frame, ANGLE, Motor.COUNT, MAX_ANGLE)
            && isWithin(frame, TORQUE, Motor.COUNT, MAX_TORQUE)
            && isWithin(frame, SPEED, 1, MAX_SPEED)
            && isWithin(frame, BATTERY, 1, MAX_VOLTAGE);
    return plausible && LittleEndian.unsigned8(frame, MODE) <= MAX_MODE;
  }

  private static boolean isWithin(byte[] frame, int at, int count, double max) {
    for (int i = 0; i < count; i++) {
      // The comparison is false for NaN.
      if (!(Math.abs(LittleEndian.float32(frame, at + 4 * i)) <= max)) {
        return false;
      }
    }
    return true;
  }

  private static int checksum(byte[] frame) {
    int sum = 0;
    for (int i = 0; i < CHECKSUM; i++) {
      sum += frame[i] & 0xff;
    }
    return sum & 0xffff;
  }
}
