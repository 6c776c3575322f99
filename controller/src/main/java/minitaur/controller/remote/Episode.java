package minitaur.controller.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.episode.safety.Fall;
import minitaur.controller.learn.replay.ReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.learn.replay.ReplayRecord.Kind;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.train.SuppliedEpisode;

/** A finished episode, decoded from the format written by {@link EpisodeBuilder}. Immutable. */
public final class Episode implements SuppliedEpisode {
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
  public static int maximumBytes(int steps) {
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
        "is cut off after " + bytes.length + " bytes, within its header");
    require(buffer.getLong(EpisodeLayout.MAGIC_AT) == EpisodeLayout.MAGIC, "is no episode");
    int version = buffer.getInt(EpisodeLayout.VERSION_AT);
    require(
        version == EpisodeLayout.VERSION,
        "is of version " + version + ", this program reads version " + EpisodeLayout.VERSION);
    int length = buffer.getInt(EpisodeLayout.BYTES_AT);
    require(length == bytes.length, "has " + bytes.length + " bytes instead of " + length);
    int end = length - EpisodeLayout.TRAILER_BYTES;
    require(
        buffer.getInt(end) == EpisodeLayout.checksum(bytes, end),
        "is damaged, its checksum does not match");
    int records = buffer.getInt(EpisodeLayout.RECORDS_AT);
    require(
        records >= 0 && records <= length && EpisodeLayout.bytes(records) == length,
        "states that it holds " + records + " records, which does not fit its length");
    Episode episode = new Episode(buffer, end(buffer), records);
    episode.requireNumbers();
    episode.requireOrder();
    return episode;
  }

  private static void require(boolean whole, String fault) throws EpisodeFormatException {
    if (!whole) {
      throw new EpisodeFormatException("The episode " + fault + ".");
    }
  }

  private static EpisodeEnd end(ByteBuffer buffer) throws EpisodeFormatException {
    String text = text(buffer, EpisodeLayout.END_AT, EpisodeLayout.END_BYTES);
    if (text.equals(EpisodeLayout.FALL)) {
      return new EpisodeEnd.Termination(
          new Fall(
              buffer.getDouble(EpisodeLayout.ROLL_AT), buffer.getDouble(EpisodeLayout.PITCH_AT)));
    }
    Reason reason =
        Arrays.stream(Reason.values())
            .filter(each -> each.name().equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new EpisodeFormatException(
                        "The episode ended for a reason that this program does not know: "
                            + text
                            + "."));
    return new EpisodeEnd.Truncation(reason);
  }

  private static String text(ByteBuffer buffer, int at, int room) {
    byte[] bytes = new byte[room];
    buffer.get(at, bytes);
    int length = 0;
    while (length < room && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Requires finite numbers, except for the energy, which not every robot measures. */
  private void requireNumbers() throws EpisodeFormatException {
    boolean finite = true;
    for (int at = EpisodeLayout.RETURN_AT; at < EpisodeLayout.END_AT; at += Double.BYTES) {
      finite &= at == EpisodeLayout.ENERGY_AT || Double.isFinite(buffer.getDouble(at));
    }
    finite &= isCost(EpisodeLayout.ROBOT_SECONDS_AT) && isCost(EpisodeLayout.HUMAN_SECONDS_AT);
    for (int record = 0; record < records; record++) {
      int begin = EpisodeLayout.record(record);
      for (int at = 0; at < EpisodeLayout.KIND_IN_RECORD; at += Float.BYTES) {
        float value = buffer.getFloat(begin + at);
        finite &= Float.isFinite(value);
        boolean action =
            at >= EpisodeLayout.ACTION_IN_RECORD && at < EpisodeLayout.REWARD_IN_RECORD;
        require(
            !action || !(Math.abs(value) > 1),
            "has an action beyond -1 .. 1 at step " + record + ": " + value);
      }
    }
    require(finite, "holds a number that is not finite");
  }

  private boolean isCost(int at) {
    double value = buffer.getDouble(at);
    return value >= 0 && value < Double.POSITIVE_INFINITY;
  }

  private void requireOrder() throws EpisodeFormatException {
    int steps = 0;
    for (int record = 0; record < records; record++) {
      int kind = buffer.get(EpisodeLayout.record(record) + EpisodeLayout.KIND_IN_RECORD);
      require(kind >= 0 && kind < KINDS, "has a record of the unknown kind " + kind);
      boolean last = record == records - 1;
      boolean beforeFinal = record == records - 2 && kind(records - 1) == Kind.FINAL_OBSERVATION;
      Kind known = kind(record);
      require(last || known != Kind.FINAL_OBSERVATION, "has a step after the final observation");
      require(
          known != Kind.TRANSITION_TERMINATED || beforeFinal,
          "continues after the step that it terminated with");
      steps += known == Kind.FINAL_OBSERVATION ? 0 : 1;
    }
    require(
        steps == steps() && (steps > 0 || records == 0),
        "states that it has " + steps() + " steps and holds " + steps);
    require(
        index() >= 0
            && dropped() >= 0
            && dropped() <= steps
            && buffer.getInt(EpisodeLayout.RESETS_AT) >= 0
            && buffer.getInt(EpisodeLayout.STAND_UPS_AT) >= 0,
        "has a negative count");
  }

  private Kind kind(int record) {
    return Kind.values()[buffer.get(EpisodeLayout.record(record) + EpisodeLayout.KIND_IN_RECORD)];
  }

  private int index() {
    return buffer.getInt(EpisodeLayout.INDEX_AT);
  }

  private int dropped() {
    return buffer.getInt(EpisodeLayout.DROPPED_AT);
  }

  /** Unique id of the episode. */
  public EpisodeId id() {
    return new EpisodeId(
        buffer.getLong(EpisodeLayout.COLLECTOR_AT), buffer.getLong(EpisodeLayout.NUMBER_AT));
  }

  /** Id of the training that it belongs to. */
  public long run() {
    return buffer.getLong(EpisodeLayout.RUN_AT);
  }

  /** Name of the robot. */
  public String robot() {
    return text(buffer, EpisodeLayout.ROBOT_AT, EpisodeLayout.ROBOT_BYTES);
  }

  /** Name of the robot for messages: quoted, without characters that a terminal could interpret. */
  String quotedRobot() {
    return "\"" + robot().replaceAll("[^\\p{Print}\\p{L}]", "?") + "\"";
  }

  /** Environment steps. */
  public int steps() {
    return buffer.getInt(EpisodeLayout.STEPS_AT);
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
        new EpisodeSummary.Rewards(buffer.getDouble(EpisodeLayout.RETURN_AT), dropped()),
        new EpisodeSummary.Motion(
            buffer.getDouble(EpisodeLayout.VELOCITY_AT),
            buffer.getDouble(EpisodeLayout.DISTANCE_AT),
            buffer.getDouble(EpisodeLayout.ENERGY_AT)),
        end,
        buffer.getLong(EpisodeLayout.POLICY_AT));
  }

  @Override
  public OperatorCounts cost() {
    return new OperatorCounts(
        1,
        summary().fell() ? 1 : 0,
        buffer.getInt(EpisodeLayout.RESETS_AT),
        buffer.getInt(EpisodeLayout.STAND_UPS_AT),
        buffer.getDouble(EpisodeLayout.ROBOT_SECONDS_AT),
        buffer.getDouble(EpisodeLayout.HUMAN_SECONDS_AT));
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
        buffer.get(EpisodeLayout.record(record) + EpisodeLayout.DELAY_IN_RECORD));
  }

  @Override
  public void appendTo(ReplayBuffer replay, int first, int end) {
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
    int at = EpisodeLayout.record(step);
    record.step = step;
    record.kind = kind(step);
    for (int i = 0; i < ObservationLayout.OBSERVATION; i++) {
      record.observation[i] = buffer.getFloat(at + 4 * i);
    }
    for (int i = 0; i < ObservationLayout.ACTION; i++) {
      record.action[i] = buffer.getFloat(at + EpisodeLayout.ACTION_IN_RECORD + 4 * i);
    }
    record.reward = buffer.getFloat(at + EpisodeLayout.REWARD_IN_RECORD);
    record.power = buffer.getFloat(at + EpisodeLayout.POWER_IN_RECORD);
  }
}
