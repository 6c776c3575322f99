package minitaur.controller.remote;

import java.util.HexFormat;
import java.util.zip.CRC32C;
import minitaur.controller.run.Sha256;
import minitaur.controller.task.ObservationLayout;

/**
 * Binary layout of a stored episode. Little-endian throughout.
 *
 * <pre>
 *   header, 216 bytes
 *     0  magic, 8 bytes "MINIEPSD"       8  version, int           12  file size in bytes, int
 *    16  run, long                      24  collector, long        32  number, long (24-39: the id)
 *    40  policy, long                   48  index, int             52  steps, int
 *    56  dropped, int                   60  records, int
 *    64  return, double                 72  mean velocity, double  80  distance, double
 *    88  energy, double                 96  roll of a fall, double 104 pitch of a fall, double
 *   112  end, 32 bytes, text            144 robot, 48 bytes, text  (UTF-8, zero-padded)
 *   192  resets, int                    196 stand-ups, int
 *   200  robot's time, s, double        208 operator's time, s, double
 *
 *   record, 90 bytes, one per step, then the final observation; the header holds the count
 *     0  observation, 12 floats         48  action, 8 floats       80  reward, float
 *    84  power, W, float               88  kind, byte              89  delay, byte
 *
 *   trailer, 4 bytes
 *     0  CRC-32C of all preceding bytes, int
 * </pre>
 *
 * <p>The end is {@code FALL} or the name of a truncation reason. Kinds: 0 transition, 1 terminal
 * transition, 2 final observation, 3 step without a reward. Delay: number of steps after its own
 * step at which the record was complete, unsigned, saturated at 255. Resets, stand-ups and times
 * are counted since the robot's previous episode.
 */
final class EpisodeLayout {
  static final long MAGIC = 0x44535045494E494DL;
  static final int VERSION = 3;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = 8;
  static final int BYTES_OFFSET = 12;
  static final int RUN_OFFSET = 16;
  static final int COLLECTOR_OFFSET = 24;
  static final int NUMBER_OFFSET = 32;
  static final int POLICY_OFFSET = 40;
  static final int INDEX_OFFSET = 48;
  static final int STEPS_OFFSET = 52;
  static final int DROPPED_OFFSET = 56;
  static final int RECORDS_OFFSET = 60;
  static final int RETURN_OFFSET = 64;
  static final int VELOCITY_OFFSET = 72;
  static final int DISTANCE_OFFSET = 80;
  static final int ENERGY_OFFSET = 88;
  static final int ROLL_OFFSET = 96;
  static final int PITCH_OFFSET = 104;
  static final int END_OFFSET = 112;
  static final int END_BYTES = 32;
  static final int ROBOT_OFFSET = 144;
  static final int ROBOT_BYTES = 48;
  static final int RESETS_OFFSET = 192;
  static final int STAND_UPS_OFFSET = 196;
  static final int ROBOT_SECONDS_OFFSET = 200;
  static final int HUMAN_SECONDS_OFFSET = 208;
  static final int HEADER_BYTES = 216;

  static final int ACTION_IN_RECORD = 4 * ObservationLayout.OBSERVATION_SIZE;
  static final int REWARD_IN_RECORD = ACTION_IN_RECORD + 4 * ObservationLayout.ACTION_SIZE;
  static final int POWER_IN_RECORD = REWARD_IN_RECORD + 4;
  static final int KIND_IN_RECORD = POWER_IN_RECORD + 4;
  static final int DELAY_IN_RECORD = KIND_IN_RECORD + 1;
  static final int RECORD_BYTES = DELAY_IN_RECORD + 1;
  static final int MAX_DELAY = 255;
  static final int TRAILER_BYTES = 4;

  static final String FALL = "FALL";

  private EpisodeLayout() {}

  /** Encoded size of an episode with {@code records} records, bytes. */
  static int bytes(int records) {
    return Math.addExact(HEADER_BYTES + TRAILER_BYTES, Math.multiplyExact(records, RECORD_BYTES));
  }

  static int recordOffset(int index) {
    return HEADER_BYTES + index * RECORD_BYTES;
  }

  /**
   * SHA-256 of an upload, hexadecimal. A CRC is unsuitable: over bytes that end with their own CRC
   * it is the same for every episode.
   *
   * @param bytes Not modified.
   */
  static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.of(bytes));
  }

  /**
   * CRC-32C (Castagnoli, RFC 3720) of the first {@code length} bytes.
   *
   * @param bytes Not modified.
   */
  static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
