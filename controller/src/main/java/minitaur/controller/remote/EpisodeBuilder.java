package minitaur.controller.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.Fall;
import minitaur.controller.learn.replay.ReplayRecord.Kind;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;

/**
 * Encodes an episode while it runs. The methods called by the control loop neither allocate nor
 * block; call {@link #finish} between episodes.
 */
public final class EpisodeBuilder implements TransitionSink {
  private final ByteBuffer buffer;
  private final int maximumRecords;
  private int records;
  private int stepsBegun;
  private boolean outOfOrder;

  /** Creates a builder for episodes of up to {@code maximumSteps} steps. */
  public EpisodeBuilder(int maximumSteps) {
    maximumRecords = maximumSteps + 1;
    buffer =
        ByteBuffer.allocate(EpisodeLayout.bytes(maximumRecords)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Discards the current content and starts a new episode. */
  public void begin() {
    records = 0;
    stepsBegun = 0;
    outOfOrder = false;
  }

  /** An observer that tracks the current step, from which the delay of each record is computed. */
  public EpisodeObserver observer() {
    return new EpisodeObserver() {
      @Override
      public void begin(int episode, long startNanos) {
        EpisodeBuilder.this.begin();
      }

      @Override
      public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
        stepsBegun = tick.step + 1;
      }
    };
  }

  @Override
  public void transition(Transition transition) {
    Kind kind = transition.discount == 0 ? Kind.TRANSITION_TERMINATED : Kind.TRANSITION;
    put(transition.tick, kind, (float) transition.terms.total(), (float) transition.powerWatts);
  }

  @Override
  public void gap(Tick tick) {
    put(tick, Kind.GAP, 0, 0);
  }

  @Override
  public void finalObservation(Tick tick) {
    put(tick, Kind.FINAL_OBSERVATION, 0, 0);
  }

  private void put(Tick tick, Kind kind, float reward, float power) {
    if (tick.step != records || records == maximumRecords) {
      outOfOrder = true;
      return;
    }
    int at = EpisodeLayout.record(records);
    for (int i = 0; i < ObservationLayout.OBSERVATION; i++) {
      buffer.putFloat(at + 4 * i, tick.observation[i]);
    }
    boolean acted = kind != Kind.FINAL_OBSERVATION;
    for (int i = 0; i < ObservationLayout.ACTION; i++) {
      buffer.putFloat(at + EpisodeLayout.ACTION_IN_RECORD + 4 * i, acted ? tick.action[i] : 0);
    }
    buffer.putFloat(at + EpisodeLayout.REWARD_IN_RECORD, reward);
    buffer.putFloat(at + EpisodeLayout.POWER_IN_RECORD, power);
    buffer.put(at + EpisodeLayout.KIND_IN_RECORD, (byte) kind.ordinal());
    records++;
    int delay = Math.min(Math.max(0, stepsBegun - records), EpisodeLayout.LONGEST_DELAY);
    buffer.put(at + EpisodeLayout.DELAY_IN_RECORD, (byte) delay);
  }

  /**
   * Returns the encoded episode.
   *
   * @param run id of the training that it belongs to
   * @param robot name of the robot, up to 48 bytes in UTF-8
   * @param cost operator counts since the previous episode; resets, stand-ups and times are stored
   * @throws IllegalStateException when steps were missing or out of order
   */
  public byte[] finish(
      EpisodeId id, long run, String robot, EpisodeSummary summary, OperatorCounts cost) {
    if (outOfOrder) {
      throw new IllegalStateException("the steps of episode " + id + " did not come one by one");
    }
    int length = EpisodeLayout.bytes(records);
    buffer.putLong(EpisodeLayout.MAGIC_AT, EpisodeLayout.MAGIC);
    buffer.putInt(EpisodeLayout.VERSION_AT, EpisodeLayout.VERSION);
    buffer.putInt(EpisodeLayout.BYTES_AT, length);
    buffer.putLong(EpisodeLayout.RUN_AT, run);
    buffer.putLong(EpisodeLayout.COLLECTOR_AT, id.collector());
    buffer.putLong(EpisodeLayout.NUMBER_AT, id.number());
    buffer.putInt(EpisodeLayout.RECORDS_AT, records);
    put(summary);
    buffer.putInt(EpisodeLayout.RESETS_AT, Math.toIntExact(cost.resets()));
    buffer.putInt(EpisodeLayout.STAND_UPS_AT, Math.toIntExact(cost.standUps()));
    buffer.putDouble(EpisodeLayout.ROBOT_SECONDS_AT, cost.robotSeconds());
    buffer.putDouble(EpisodeLayout.HUMAN_SECONDS_AT, cost.humanSeconds());
    putText(EpisodeLayout.ROBOT_AT, EpisodeLayout.ROBOT_BYTES, robot);
    int end = length - EpisodeLayout.TRAILER_BYTES;
    buffer.putInt(end, EpisodeLayout.checksum(buffer.array(), end));
    return Arrays.copyOf(buffer.array(), length);
  }

  private void put(EpisodeSummary summary) {
    buffer.putLong(EpisodeLayout.POLICY_AT, summary.policyId());
    buffer.putInt(EpisodeLayout.INDEX_AT, summary.index());
    buffer.putInt(EpisodeLayout.STEPS_AT, summary.steps());
    buffer.putInt(EpisodeLayout.DROPPED_AT, summary.droppedTransitions());
    buffer.putDouble(EpisodeLayout.RETURN_AT, summary.episodeReturn());
    buffer.putDouble(EpisodeLayout.VELOCITY_AT, summary.meanForwardVelocityMetresPerSec());
    buffer.putDouble(EpisodeLayout.DISTANCE_AT, summary.distanceMetres());
    buffer.putDouble(EpisodeLayout.ENERGY_AT, summary.energyJoules());
    EpisodeEnd end = summary.end();
    String text;
    Fall fall = new Fall(0, 0);
    if (end instanceof EpisodeEnd.Termination termination) {
      text = EpisodeLayout.FALL;
      fall = termination.fall();
    } else {
      text = ((EpisodeEnd.Truncation) end).reason().name();
    }
    buffer.putDouble(EpisodeLayout.ROLL_AT, fall.rollRad());
    buffer.putDouble(EpisodeLayout.PITCH_AT, fall.pitchRad());
    putText(EpisodeLayout.END_AT, EpisodeLayout.END_BYTES, text);
  }

  private void putText(int at, int room, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > room) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has " + bytes.length + " bytes in UTF-8; there is room for " + room);
    }
    buffer.put(at, Arrays.copyOf(bytes, room));
  }
}
