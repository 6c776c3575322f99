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
  private final int maxRecords;
  private int records;
  private int stepsStarted;
  private boolean outOfOrder;

  /** Creates a builder for episodes of up to {@code maxSteps} steps. */
  public EpisodeBuilder(int maxSteps) {
    maxRecords = maxSteps + 1;
    buffer = ByteBuffer.allocate(EpisodeLayout.bytes(maxRecords)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Discards the current content and starts a new episode. */
  public void begin() {
    records = 0;
    stepsStarted = 0;
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
        stepsStarted = tick.step + 1;
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
    if (tick.step != records || records == maxRecords) {
      outOfOrder = true;
      return;
    }
    int offset = EpisodeLayout.recordOffset(records);
    for (int i = 0; i < ObservationLayout.OBSERVATION_SIZE; i++) {
      buffer.putFloat(offset + 4 * i, tick.observation[i]);
    }
    boolean hasAction = kind != Kind.FINAL_OBSERVATION;
    for (int i = 0; i < ObservationLayout.ACTION_SIZE; i++) {
      buffer.putFloat(
          offset + EpisodeLayout.ACTION_IN_RECORD + 4 * i, hasAction ? tick.action[i] : 0);
    }
    buffer.putFloat(offset + EpisodeLayout.REWARD_IN_RECORD, reward);
    buffer.putFloat(offset + EpisodeLayout.POWER_IN_RECORD, power);
    buffer.put(offset + EpisodeLayout.KIND_IN_RECORD, (byte) kind.ordinal());
    records++;
    int delay = Math.min(Math.max(0, stepsStarted - records), EpisodeLayout.MAX_DELAY);
    buffer.put(offset + EpisodeLayout.DELAY_IN_RECORD, (byte) delay);
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
      throw new IllegalStateException("steps of episode " + id + " are missing or out of order");
    }
    int length = EpisodeLayout.bytes(records);
    buffer.putLong(EpisodeLayout.MAGIC_OFFSET, EpisodeLayout.MAGIC);
    buffer.putInt(EpisodeLayout.VERSION_OFFSET, EpisodeLayout.VERSION);
    buffer.putInt(EpisodeLayout.BYTES_OFFSET, length);
    buffer.putLong(EpisodeLayout.RUN_OFFSET, run);
    buffer.putLong(EpisodeLayout.COLLECTOR_OFFSET, id.collector());
    buffer.putLong(EpisodeLayout.NUMBER_OFFSET, id.number());
    buffer.putInt(EpisodeLayout.RECORDS_OFFSET, records);
    put(summary);
    buffer.putInt(EpisodeLayout.RESETS_OFFSET, Math.toIntExact(cost.resets()));
    buffer.putInt(EpisodeLayout.STAND_UPS_OFFSET, Math.toIntExact(cost.standUps()));
    buffer.putDouble(EpisodeLayout.ROBOT_SECONDS_OFFSET, cost.robotSeconds());
    buffer.putDouble(EpisodeLayout.HUMAN_SECONDS_OFFSET, cost.humanSeconds());
    putText(EpisodeLayout.ROBOT_OFFSET, EpisodeLayout.ROBOT_BYTES, robot);
    int end = length - EpisodeLayout.TRAILER_BYTES;
    buffer.putInt(end, EpisodeLayout.checksum(buffer.array(), end));
    return Arrays.copyOf(buffer.array(), length);
  }

  private void put(EpisodeSummary summary) {
    buffer.putLong(EpisodeLayout.POLICY_OFFSET, summary.policyId());
    buffer.putInt(EpisodeLayout.INDEX_OFFSET, summary.index());
    buffer.putInt(EpisodeLayout.STEPS_OFFSET, summary.steps());
    buffer.putInt(EpisodeLayout.DROPPED_OFFSET, summary.droppedTransitions());
    buffer.putDouble(EpisodeLayout.RETURN_OFFSET, summary.episodeReturn());
    buffer.putDouble(EpisodeLayout.VELOCITY_OFFSET, summary.meanForwardVelocityMetresPerSec());
    buffer.putDouble(EpisodeLayout.DISTANCE_OFFSET, summary.distanceMetres());
    buffer.putDouble(EpisodeLayout.ENERGY_OFFSET, summary.energyJoules());
    EpisodeEnd end = summary.end();
    String text;
    Fall fall = new Fall(0, 0);
    if (end instanceof EpisodeEnd.Termination termination) {
      text = EpisodeLayout.FALL;
      fall = termination.fall();
    } else {
      text = ((EpisodeEnd.Truncation) end).reason().name();
    }
    buffer.putDouble(EpisodeLayout.ROLL_OFFSET, fall.rollRad());
    buffer.putDouble(EpisodeLayout.PITCH_OFFSET, fall.pitchRad());
    putText(EpisodeLayout.END_OFFSET, EpisodeLayout.END_BYTES, text);
  }

  private void putText(int offset, int maxBytes, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > maxBytes) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has " + bytes.length + " bytes in UTF-8; the limit is " + maxBytes);
    }
    buffer.put(offset, Arrays.copyOf(bytes, maxBytes));
  }
}
