package minitaur.hal.wire;

import minitaur.hal.Motor;

/**
 * Payload of {@link LinkFrame.Type#COMMAND}, little-endian, {@link #BYTES} long:
 *
 * <pre>
 *    0  u8      mode: 0 off, 1 damping, 2 duty, 3 torque, 4 position
 *    1  u8      bit m: motor m is disabled, regardless of its value
 *    2  u16     watchdog, ms, 1 to 100: the board damps after this long without another command
 *    4  u16     boot id for which this command is valid
 *    6  u16     0
 *    8  f32     kp, duty/rad
 *   12  f32     kd, duty s/rad
 *   16  f32 x8  duty (-1 to 1), torque (Nm) or angle of the encoder (rad), depending on the mode
 * </pre>
 */
public final class LinkCommand {
  /** Length of the payload. */
  public static final int BYTES = 48;

  /** Max watchdog time that a board accepts. */
  public static final int MAX_WATCHDOG_MILLIS = 100;

  private static final int MODE = 0;
  private static final int DISABLED_MOTORS = 1;
  private static final int WATCHDOG = 2;
  private static final int BOOT_ID = 4;
  private static final int KP = 8;
  private static final int KD = 12;
  private static final int VALUE = 16;

  private LinkCommand() {}

  /**
   * Encodes a payload.
   *
   * @param command Not modified.
   * @param payload Modified.
   * @return {@link #BYTES}
   */
  public static int encode(BoardCommand command, byte[] payload) {
    LittleEndian.put32(payload, MODE, 0);
    LittleEndian.put8(payload, MODE, command.mode.ordinal());
    LittleEndian.put8(payload, DISABLED_MOTORS, command.disabledMotors);
    LittleEndian.put16(payload, WATCHDOG, command.watchdogMillis);
    LittleEndian.put32(payload, BOOT_ID, 0);
    LittleEndian.put16(payload, BOOT_ID, command.bootId);
    LittleEndian.putFloat32(payload, KP, command.kp);
    LittleEndian.putFloat32(payload, KD, command.kd);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      LittleEndian.putFloat32(payload, VALUE + 4 * motor, command.value[motor]);
    }
    return BYTES;
  }

  /**
   * Decodes a payload.
   *
   * @param payload Not modified.
   * @param length of the payload
   * @param command Modified when the result is true.
   * @return whether the command is valid: known mode, finite numbers, allowed watchdog time
   */
  public static boolean decode(byte[] payload, int length, BoardCommand command) {
    if (length != BYTES || LittleEndian.unsigned8(payload, MODE) >= BoardCommand.Mode.COUNT) {
      return false;
    }
    int watchdog = LittleEndian.unsigned16(payload, WATCHDOG);
    double sum = LittleEndian.float32(payload, KP) + LittleEndian.float32(payload, KD);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      sum += LittleEndian.float32(payload, VALUE + 4 * motor);
    }
    if (watchdog < 1 || watchdog > MAX_WATCHDOG_MILLIS || !Double.isFinite(sum)) {
      return false;
    }
    command.mode = BoardCommand.Mode.of(LittleEndian.unsigned8(payload, MODE));
    command.disabledMotors = LittleEndian.unsigned8(payload, DISABLED_MOTORS);
    command.watchdogMillis = watchdog;
    command.bootId = LittleEndian.unsigned16(payload, BOOT_ID);
    command.kp = LittleEndian.float32(payload, KP);
    command.kd = LittleEndian.float32(payload, KD);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      command.value[motor] = LittleEndian.float32(payload, VALUE + 4 * motor);
    }
    return true;
  }
}
