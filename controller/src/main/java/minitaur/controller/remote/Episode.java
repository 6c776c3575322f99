package minitaur.controller.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.episode.safety.Fall;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.learn.replay.ReplayRecord.Kind;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.train.RemoteEpisode;

/** A finished episode, decoded from the format written by {@link EpisodeBuilder}. Immutable. */
public final class Episode implements RemoteEpisode {
  private static final int KINDS = Kind.values().length;

  private final ByteBuffer buffer;
  private final EpisodeEnd end;
  private final int records;

  private Episode(ByteBuffer buffer, EpisodeEnd end, int records) {
    this.buffer = buffer;
    this.end = end;
    this.records = records;
  }

  /** Max encoded size of an episode of up to {@code steps} steps, bytes. */
  public static int maxBytes(int steps) {
    return EpisodeLayout.bytes(steps + 1);
  }

  /**
   * Decodes an episode and validates all of its content.
   *
   * @param bytes not modified; kept
   * @throws EpisodeFormatException when the bytes are not a complete, valid episode; the message
   *     names the defect
   */
  public static Episode decode(byte[] bytes) throws EpisodeFormatException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    require(
        bytes.length >= EpisodeLayout.bytes(0),
        "is truncated after " + bytes.length + " bytes, within its header");
    require(buffer.getLong(EpisodeLayout.MAGIC_OFFSET) == EpisodeLayout.MAGIC, "is not an episode");
    int version = buffer.getInt(EpisodeLayout.VERSION_OFFSET);
    require(
        version == EpisodeLayout.VERSION,
        "has format version " + version + "; this program reads version " + EpisodeLayout.VERSION);
    int length = buffer.getInt(EpisodeLayout.BYTES_OFFSET);
    require(length == bytes.length, "has " + bytes.length + " bytes instead of " + length);
    int end = length - EpisodeLayout.TRAILER_BYTES;
    require(
        buffer.getInt(end) == EpisodeLayout.checksum(bytes, end),
        "is corrupted: checksum mismatch");
    int records = buffer.getInt(EpisodeLayout.RECORDS_OFFSET);
    require(
        records >= 0 && records <= length && EpisodeLayout.bytes(records) == length,
        "declares " + records + " records, which does not match its length");
    Episode episode = new Episode(buffer, end(buffer), records);
    episode.requireFiniteValues();
    episode.requireValidRecords();
    return episode;
  }

  private static void require(boolean valid, String message) throws EpisodeFormatException {
    if (!valid) {
      throw new EpisodeFormatException("The episode " + message + ".");
    }
  }

  private static EpisodeEnd end(ByteBuffer buffer) throws EpisodeFormatException {
    String text = text(buffer, EpisodeLayout.END_OFFSET, EpisodeLayout.END_BYTES);
    if (text.equals(EpisodeLayout.FALL)) {
      return new EpisodeEnd.Termination(
          new Fall(
              buffer.getDouble(EpisodeLayout.ROLL_OFFSET),
              buffer.getDouble(EpisodeLayout.PITCH_OFFSET)));
    }
    Reason reason =
        Arrays.stream(Reason.values())
            .filter(each -> each.name().equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new EpisodeFormatException(
                        "The episode has an unknown end reason: " + text + "."));
    return new EpisodeEnd.Truncation(reason);
  }

  private static String text(ByteBuffer buffer, int offset, int maxBytes) {
    byte[] bytes = new byte[maxBytes];
    buffer.get(offset, bytes);
    int length = 0;
    while (length < maxBytes && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Requires finite numbers, except for the energy, which not every robot measures. */
  private void requireFiniteValues() throws EpisodeFormatException {
    boolean finite = true;
    for (int offset = EpisodeLayout.RETURN_OFFSET;
        offset < EpisodeLayout.END_OFFSET;
        offset += Double.BYTES) {
      finite &= offset == EpisodeLayout.ENERGY_OFFSET || Double.isFinite(buffer.getDouble(offset));
    }
    finite &=
        isNonNegative(EpisodeLayout.ROBOT_SECONDS_OFFSET)
            && isNonNegative(EpisodeLayout.HUMAN_SECONDS_OFFSET);
    for (int record = 0; record < records; record++) {
      int start = EpisodeLayout.recordOffset(record);
      for (int offset = 0; offset < EpisodeLayout.KIND_IN_RECORD; offset += Float.BYTES) {
        float value = buffer.getFloat(start + offset);
        finite &= Float.isFinite(value);
        boolean action =
            offset >= EpisodeLayout.ACTION_IN_RECORD && offset < EpisodeLayout.REWARD_IN_RECORD;
        require(
            !action || !(Math.abs(value) > 1),
            "has an action outside [-1, 1] at step " + record + ": " + value);
      }
    }
    require(finite, "contains a non-finite number (NaN or Inf) or a negative time");
  }

  private boolean isNonNegative(int offset) {
    double value = buffer.getDouble(offset);
    return value >= 0 && value < Double.POSITIVE_INFINITY;
  }

  private void requireValidRecords() throws EpisodeFormatException {
    int steps = 0;
    for (int record = 0; record < records; record++) {
      int kind = buffer.get(EpisodeLayout.recordOffset(record) + EpisodeLayout.KIND_IN_RECORD);
      require(kind >= 0 && kind < KINDS, "has a record of the unknown kind " + kind);
      boolean last = record == records - 1;
      boolean beforeFinal = record == records - 2 && kind(records - 1) == Kind.FINAL_OBSERVATION;
      Kind kindValue = kind(record);
      require(
          last || kindValue != Kind.FINAL_OBSERVATION, "has a step after the final observation");
      require(
          kindValue != Kind.TRANSITION_TERMINATED || beforeFinal,
          "continues after a terminal transition");
      steps += kindValue == Kind.FINAL_OBSERVATION ? 0 : 1;
    }
    require(
        steps == steps() && (steps > 0 || records == 0),
        "declares " + steps() + " steps but contains " + steps);
    require(
        index() >= 0
            && dropped() >= 0
            && dropped() <= steps
            && buffer.getInt(EpisodeLayout.RESETS_OFFSET) >= 0
            && buffer.getInt(EpisodeLayout.STAND_UPS_OFFSET) >= 0,
        "has a negative count");
  }

  private Kind kind(int record) {
    return Kind.values()[
        buffer.get(EpisodeLayout.recordOffset(record) + EpisodeLayout.KIND_IN_RECORD)];
  }

  private int index() {
    return buffer.getInt(EpisodeLayout.INDEX_OFFSET);
  }

  private int dropped() {
    return buffer.getInt(EpisodeLayout.DROPPED_OFFSET);
  }

  /** Unique id of the episode. */
  public EpisodeId id() {
    return new EpisodeId(
        buffer.getLong(EpisodeLayout.COLLECTOR_OFFSET),
        buffer.getLong(EpisodeLayout.NUMBER_OFFSET));
  }

  /** Id of the training that it belongs to. */
  public long run() {
    return buffer.getLong(EpisodeLayout.RUN_OFFSET);
  }

  /** Name of the robot. */
  public String robot() {
    return text(buffer, EpisodeLayout.ROBOT_OFFSET, EpisodeLayout.ROBOT_BYTES);
  }

  /** Name of the robot for messages: quoted, without characters that a terminal could interpret. */
  String quotedRobot() {
    return "\"" + robot().replaceAll("[^\\p{Print}\\p{L}]", "?") + "\"";
  }

  /** Environment steps. */
  public int steps() {
    return buffer.getInt(EpisodeLayout.STEPS_OFFSET);
  }

  @Override
  public int records() {
    return records;
  }

  /** CRC-32C stored in the trailer. */
  public int checksum() {
    return buffer.getInt(buffer.capacity() - EpisodeLayout.TRAILER_BYTES);
  }

  /** Summary of the episode, with its collector's episode index. */
  public EpisodeSummary summary() {
    return summary(index());
  }

  @Override
  public EpisodeSummary summary(int index) {
    return new EpisodeSummary(
        index,
        steps(),
        new EpisodeSummary.Rewards(buffer.getDouble(EpisodeLayout.RETURN_OFFSET), dropped()),
        new EpisodeSummary.Motion(
            buffer.getDouble(EpisodeLayout.VELOCITY_OFFSET),
            buffer.getDouble(EpisodeLayout.DISTANCE_OFFSET),
            buffer.getDouble(EpisodeLayout.ENERGY_OFFSET)),
        end,
        buffer.getLong(EpisodeLayout.POLICY_OFFSET));
  }

  @Override
  public OperatorCounts counts() {
    return new OperatorCounts(
        1,
        summary().fell() ? 1 : 0,
        buffer.getInt(EpisodeLayout.RESETS_OFFSET),
        buffer.getInt(EpisodeLayout.STAND_UPS_OFFSET),
        buffer.getDouble(EpisodeLayout.ROBOT_SECONDS_OFFSET),
        buffer.getDouble(EpisodeLayout.HUMAN_SECONDS_OFFSET));
  }

  @Override
  public int recordsAfter(int steps, int first) {
    int record = first;
    while (record < records && record + 1 + delay(record) <= steps) {
      record++;
    }
    return record;
  }

  private int delay(int record) {
    return Byte.toUnsignedInt(
        buffer.get(EpisodeLayout.recordOffset(record) + EpisodeLayout.DELAY_IN_RECORD));
  }

  @Override
  public void appendTo(CompactReplayBuffer replay, int first, int end) {
    ReplayRecord record = new ReplayRecord();
    for (int step = first; step < end; step++) {
      read(step, record);
      replay.append(record);
    }
  }

  /**
   * Reads one record.
   *
   * @param step from 0 to {@link #records()} - 1
   * @param record Modified.
   */
  public void read(int step, ReplayRecord record) {
    int offset = EpisodeLayout.recordOffset(step);
    record.step = step;
    record.kind = kind(step);
    for (int i = 0; i < ObservationLayout.OBSERVATION_SIZE; i++) {
      record.observation[i] = buffer.getFloat(offset + 4 * i);
    }
    for (int i = 0; i < ObservationLayout.ACTION_SIZE; i++) {
      record.action[i] = buffer.getFloat(offset + EpisodeLayout.ACTION_IN_RECORD + 4 * i);
    }
    record.reward = buffer.getFloat(offset + EpisodeLayout.REWARD_IN_RECORD);
    record.power = buffer.getFloat(offset + EpisodeLayout.POWER_IN_RECORD);
  }
}
