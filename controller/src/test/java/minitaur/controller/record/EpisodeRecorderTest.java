package minitaur.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.TerrainShape.Cuboid;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.format.mcap.McapFile;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.Leg;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpisodeRecorderTest {
  private static final long STEP_NANOS = 20_000_000;
  private static final long START_NANOS = 7_000_000_123L;
  private static final Instant WALL_TIME = Instant.parse("2026-11-28T03:04:05.000000678Z");
  private static final long START_WALL_NANOS =
      1_000_000_000L * WALL_TIME.getEpochSecond() + WALL_TIME.getNano();
  private static final Map<String, String> METADATA = Map.of("run", "a", "seed", "7");

  @TempDir private Path temporary;

  private final ObjectMapper json = new ObjectMapper();

  private EpisodeRecorder recorder(int every, int keep) {
    return EpisodeRecorder.start(
        temporary.resolve("episodes"),
        new RecordingSettings(every, keep, 0),
        7.5,
        METADATA,
        () -> WALL_TIME);
  }

  private McapFile recording(int episode) throws IOException {
    return McapFile.read(
        Files.readAllBytes(
            temporary.resolve("episodes").resolve("episode-00000" + episode + ".mcap")));
  }

  private JsonNode first(McapFile file, String topic) throws IOException {
    return json.readTree(file.messagesOf(topic).get(0).text());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve("episodes"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Events of an episode of a robot whose sensors provide only some values. */
  private static final class Script {
    final Tick tick = new Tick();
    final RobotState state = new RobotState();
    final MotorCommand command = new MotorCommand();
    final Track track = new Track();
    final Pose pose = new Pose();
    final Transition transition = new Transition();

    Script() {
      Arrays.fill(state.motorAngleRad, 2.0);
      Arrays.fill(state.motorTemperatureCelsius, Double.NaN);
      state.motorTorqueNm[3] = Double.NaN;
      state.batteryVoltage = Double.NaN;
      state.energyJoules = Double.NaN;
      state.rollRad = 0.25;
      state.connected = true;
    }

    void run(EpisodeObserver observer, int episode, int steps) {
      observer.begin(episode, START_NANOS);
      for (int step = 0; step < steps; step++) {
        tick.step = step;
        tick.timeNanos = START_NANOS + step * STEP_NANOS;
        tick.policyId = 77;
        state.encoderTimeNanos = tick.timeNanos - 1_000_000;
        tick.action[0] = 0.5f;
        command.mode = MotorCommand.Mode.POSITION;
        observer.tick(tick, state, command, track);
      }
      tick.step = steps;
      tick.timeNanos = START_NANOS + steps * STEP_NANOS;
      command.mode = MotorCommand.Mode.OFF;
      observer.tick(tick, state, command, track);
      observer.end(summary(episode, steps));
    }

    private static EpisodeSummary summary(int episode, int steps) {
      return new EpisodeSummary(
          episode,
          steps,
          new EpisodeSummary.Rewards(1.5, 2),
          new EpisodeSummary.Motion(0.25, 0.5, Double.NaN),
          new Truncation(Reason.LINK_LOST),
          77);
    }
  }

  private void assertMatchesSchemas(McapFile file) throws IOException {
    for (McapFile.Message message : file.messages) {
      McapFile.Channel channel = file.channels.get(message.channel());
      McapFile.Schema schema = file.schemas.get(channel.schema());
      assertThat(schema.encoding()).isEqualTo("jsonschema");
      JsonNode described = json.readTree(schema.text());
      assertThat(described.get("title").asText()).isEqualTo(schema.name());
      JsonSchemaValidator.validate(json.readTree(message.text()), described, channel.topic());
    }
  }

  @Test
  void recordsTerrainOnceAndBlocksAtTenHertz() throws IOException {
    TerrainShape terrain =
        new TerrainShape(
            new double[] {0, 1, 2},
            new double[] {-1, 1},
            new double[] {0, 0, 0, 0, 0.1, 0.1},
            new double[] {0.5, 1},
            List.of(new Cuboid(1, 0, 0.05, 0.1, 0.2, 0.1, 0.5)),
            Collections.nCopies(6, new Cuboid(0, 0, 0, 0.09, 0.09, 0.06, 0)));
    int blocks = terrain.blocks().size();
    Script script = new Script();
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      EpisodeObserver withTerrain =
          new EpisodeObserver() {
            @Override
            public void begin(int episode, long startNanos) {
              recorder.begin(episode, startNanos);
              recorder.terrain(terrain);
            }

            @Override
            public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
              script.pose.timeNanos = tick.timeNanos;
              for (int i = 0; i < blocks; i++) {
                script.pose.xMetres = i + 0.25;
                recorder.block(i, script.pose);
              }
              recorder.tick(tick, state, command, track);
            }

            @Override
            public void end(EpisodeSummary summary) {
              recorder.end(summary);
            }
          };
      script.run(withTerrain, 3, 100);
      assertThat(recorder.lost()).isZero();
    }
    McapFile file = recording(3);
    assertThat(file.messagesOf("/scene/terrain")).hasSize(1);
    // 100 steps of 20 ms and the last tick; every fifth tick is recorded.
    assertThat(file.messagesOf("/scene/blocks")).hasSize(21 * blocks);
    JsonNode ground = first(file, "/scene/terrain").at("/entities/0");
    assertThat(ground.at("/frame_id").asText()).isEqualTo("lane");
    assertThat(ground.get("cubes")).hasSize(terrain.boxes().size());
    assertThat(ground.get("triangles")).hasSize(2);
    for (JsonNode part : ground.get("triangles")) {
      assertThat(part.get("indices").size() % 3).isZero();
      for (JsonNode index : part.get("indices")) {
        assertThat(index.asInt()).isBetween(0, part.get("points").size() - 1);
      }
    }
    JsonNode second =
        json.readTree(file.messagesOf("/scene/blocks").get(1).text()).at("/entities/0");
    assertThat(second.get("id").asText()).isEqualTo("block-1");
    assertThat(second.at("/cubes/0/pose/position/x").asDouble()).isEqualTo(1.25);
    assertThat(second.at("/cubes/0/size/z").asDouble()).isEqualTo(0.06);
    assertMatchesSchemas(file);
  }

  @Test
  void omitsLevelGround() throws IOException {
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      recorder.begin(0, START_NANOS);
      recorder.terrain(TerrainShape.LEVEL);
      recorder.end(Script.summary(0, 0));
    }
    assertThat(recording(0).messagesOf("/scene/terrain")).isEmpty();
  }

  @Test
  void recordsAllTopicsWithTimestampsAndSchemas() throws IOException {
    List<Double> roll = new ArrayList<>();
    EpisodeSummary summary;
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      EpisodeObserver rollObserver =
          new EpisodeObserver() {
            @Override
            public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
              roll.add(state.rollRad);
            }
          };
      summary = new SimulatedEpisodes(EpisodeObserver.all(List.of(recorder, rollObserver))).run(3);
    }
    McapFile file = recording(3);
    assertThat(file.complete).isTrue();
    assertThat(file.messagesOf("/state")).hasSize(summary.steps() + 1);
    assertThat(file.messagesOf("/command")).hasSize(summary.steps() + 1);
    assertThat(file.messagesOf("/action")).hasSize(summary.steps());
    assertThat(file.messagesOf("/policy_input")).hasSize(summary.steps());
    assertThat(file.messagesOf("/scene/legs")).hasSize(summary.steps() + 1);
    assertThat(file.messagesOf("/scene/trunk")).hasSize(1);
    assertThat(file.messagesOf("/reward")).hasSize(summary.steps() - summary.droppedTransitions());
    // 120 Hz during the episode and up to 50 ms before it.
    assertThat(file.messagesOf("/pose").size())
        .isBetween(summary.steps() * 120 / 50, summary.steps() * 120 / 50 + 8);
    assertThat(file.messagesOf("/tf").size()).isGreaterThan(summary.steps());
    assertThat(file.messagesOf("/track")).as("without a tracker").isEmpty();
    assertThat(file.metadata.get("minitaur.episode"))
        .containsEntry("run", "a")
        .containsEntry("seed", "7")
        .containsEntry("episode", "3")
        .containsEntry("start_wall_clock_nanos", Long.toString(START_WALL_NANOS))
        .containsEntry("policy_id", Long.toString(summary.policyId()))
        .containsEntry("lost_events", "0");

    assertMatchesSchemas(file);
    List<McapFile.Message> states = file.messagesOf("/state");
    for (int step = 0; step < states.size(); step++) {
      JsonNode state = json.readTree(states.get(step).text());
      assertThat(state.get("step").asInt()).isEqualTo(step);
      assertThat(states.get(step).timeNanos())
          .isEqualTo(states.get(0).timeNanos() + step * STEP_NANOS);
      assertThat(state.get("roll_rad").asDouble()).isCloseTo(roll.get(step), within(1e-6));
      assertThat(state.get("angle_rad").size()).isEqualTo(8);
    }
    double sum = 0;
    for (McapFile.Message message : file.messagesOf("/reward")) {
      sum += json.readTree(message.text()).get("total").asDouble();
    }
    assertThat(sum).isCloseTo(summary.episodeReturn(), within(1e-4));
  }

  @Test
  void omitsUnknownValues() throws IOException {
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      new Script().run(recorder, 0, 2);
    }
    JsonNode state = first(recording(0), "/state");
    assertThat(state.has("battery_voltage")).isFalse();
    assertThat(state.get("temperature_celsius")).isEmpty();
    assertThat(state.get("torque_nm")).hasSize(7);
    assertThat(state.get("torque_nm").has("back_left_r")).isFalse();
    assertThat(state.get("encoder_time_sec").asDouble()).isEqualTo(6.999000123);
    assertThat(first(recording(0), "/action").get("swing").get("front_left").asDouble())
        .isEqualTo(0.5);
  }

  @Test
  void policyInputHoldsPastObservationsAndActions() throws IOException {
    Script script = new Script();
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      recorder.begin(0, START_NANOS);
      script.command.mode = MotorCommand.Mode.POSITION;
      for (int step = 0; step < 3; step++) {
        script.tick.step = step;
        script.tick.timeNanos = START_NANOS + step * STEP_NANOS;
        Arrays.fill(script.tick.observation, step + 1);
        Arrays.fill(script.tick.action, -0.25f * (step + 1));
        recorder.tick(script.tick, script.state, script.command, script.track);
      }
      recorder.end(Script.summary(0, 3));
    }
    JsonNode last = json.readTree(recording(0).messagesOf("/policy_input").get(2).text());
    assertThat(last.get("step").asInt()).isEqualTo(2);
    JsonNode state = last.get("state");
    assertThat(state).hasSize(ObservationLayout.STATE_SIZE);
    assertThat(state.get(0).asDouble()).isEqualTo(3);
    assertThat(state.get(ObservationLayout.PAST_OBSERVATIONS).asDouble()).isEqualTo(2);
    assertThat(state.get(ObservationLayout.PAST_OBSERVATIONS + 12).asDouble()).isEqualTo(1);
    assertThat(state.get(ObservationLayout.PAST_ACTIONS).asDouble()).isEqualTo(-0.5);
    assertThat(state.get(ObservationLayout.PAST_ACTIONS + 8).asDouble()).isEqualTo(-0.25);
    assertThat(state.get(ObservationLayout.PAST_ACTIONS + 16).asDouble()).isZero();
  }

  @Test
  void verdictContainsReasonAndTime() throws IOException {
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      new Script().run(recorder, 0, 4);
    }
    McapFile file = recording(0);
    assertThat(file.messagesOf("/verdict")).hasSize(2);
    McapFile.Message last = file.messagesOf("/verdict").get(1);
    assertThat(last.timeNanos()).isEqualTo(START_WALL_NANOS + 4 * STEP_NANOS);
    JsonNode verdict = json.readTree(last.text());
    assertThat(verdict.get("verdict").asText()).isEqualTo("STOP_MOTORS");
    assertThat(verdict.get("reason").asText())
        .isEqualTo("the link to the robot was lost, after 4 steps");
    assertThat(verdict.get("terminated").asBoolean()).isFalse();
    assertThat(verdict.get("return").asDouble()).isEqualTo(1.5);
    assertThat(verdict.has("energy_joules")).isFalse();
  }

  @Test
  void recordsGaitMetricsAtEnd() throws IOException {
    Script script = new Script();
    Arrays.fill(script.state.motorTorqueNm, 1);
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      script.run(recorder, 0, 4);
    }
    McapFile file = recording(0);
    assertThat(file.messagesOf("/gait")).hasSize(1);
    JsonNode gait = first(file, "/gait");
    // A motor at rest draws 10 A and 18.6 W at 1 Nm.
    assertThat(gait.get("power_mean").asDouble()).isCloseTo(8 * 18.6, within(0.1));
    assertThat(gait.get("winding_steady_max").asDouble())
        .isCloseTo(22 + 18.6 * 1.9246, within(0.1));
    assertThat(gait.has("time_to_temperature_limit")).as("limit never reached").isFalse();
    assertThat(gait.get("torque_peak").get("back_left_r").asDouble()).isEqualTo(1);
    McapFile.Channel channel = file.channels.get(file.messagesOf("/gait").get(0).channel());
    JsonNode schema = json.readTree(file.schemas.get(channel.schema()).text());
    for (GaitMetric metric : GaitMetric.values()) {
      assertThat(schema.get("properties").has(metric.key())).as(metric.key()).isTrue();
      assertThat(schema.get("description").asText()).contains(metric.key());
    }
  }

  @Test
  void drawsLegsByForwardKinematics() throws IOException {
    Script script = new Script();
    script.state.motorAngleRad[Leg.BACK_RIGHT.rear().ordinal()] = 2.3;
    script.state.motorAngleRad[Leg.BACK_RIGHT.front().ordinal()] = 1.9;
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      script.run(recorder, 0, 1);
    }
    JsonNode entity = first(recording(0), "/scene/legs").get("entities").get(0);
    assertThat(entity.get("frame_id").asText()).isEqualTo("trunk");
    JsonNode lines = entity.get("lines").get(0);
    assertThat(lines.get("points")).hasSize(20);
    assertThat(lines.get("indices")).hasSize(32);
    RobotGeometry geometry = RobotGeometry.nominal();
    double[] foot = new double[2];
    new FiveBarLeg(geometry).footPosition(2.3, 1.9, foot);
    // Points of each leg: hip, rear knee, foot, front knee, pin.
    JsonNode point = lines.get("points").get(5 * Leg.BACK_RIGHT.ordinal() + 2);
    assertThat(point.get("x").asDouble())
        .isCloseTo(geometry.hipX(Leg.BACK_RIGHT) + foot[0], within(1e-6));
    assertThat(point.get("y").asDouble()).isCloseTo(-geometry.hip().y(), within(1e-6));
    assertThat(point.get("z").asDouble()).isCloseTo(geometry.hipZ() + foot[1], within(1e-6));
    JsonNode knee = lines.get("points").get(5 * Leg.BACK_RIGHT.ordinal() + 1);
    double kneeToFoot =
        Math.hypot(
            knee.get("x").asDouble() - point.get("x").asDouble(),
            knee.get("z").asDouble() - point.get("z").asDouble());
    assertThat(kneeToFoot).isCloseTo(geometry.kneeToFoot(), within(3e-6));
  }

  @Test
  void drawsTrunkFromTiltWithoutMocap() throws IOException {
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      new Script().run(recorder, 0, 40);
    }
    McapFile file = recording(0);
    assertThat(file.messagesOf("/tf")).as("after 0.5 s without a pose").hasSize(41 - 26);
    JsonNode rotation = first(file, "/tf").get("transforms").get(0).get("rotation");
    assertThat(rotation.get("x").asDouble()).isCloseTo(Math.sin(0.125), within(1e-6));
    assertThat(rotation.get("w").asDouble()).isCloseTo(Math.cos(0.125), within(1e-6));
  }

  @Test
  void decimatesPosesOfFastCamera() throws IOException {
    Pose pose = new Pose();
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      recorder.begin(0, START_NANOS);
      for (int i = 0; i < 100; i++) {
        pose.timeNanos = START_NANOS + i * 1_000_000L;
        recorder.pose(pose);
      }
      recorder.end(Script.summary(0, 0));
    }
    assertThat(recording(0).messagesOf("/pose")).hasSize(25);
    assertThat(recording(0).messagesOf("/tf")).hasSize(7);
  }

  @Test
  void keepsNewestRecordings() throws IOException {
    try (EpisodeRecorder recorder = recorder(2, 3)) {
      for (int episode = 0; episode < 12; episode++) {
        new Script().run(recorder, episode, 1);
      }
    }
    assertThat(names())
        .containsExactly("episode-000006.mcap", "episode-000008.mcap", "episode-000010.mcap");
  }

  @Test
  void recordsNothingIfDisabled() {
    try (EpisodeRecorder recorder = recorder(0, 3)) {
      new Script().run(recorder, 0, 1);
    }
    assertThat(temporary.resolve("episodes")).doesNotExist();
  }

  @Test
  void finishesFileOfAbortedEpisode() throws IOException {
    Script script = new Script();
    try (EpisodeRecorder recorder = recorder(1, 3)) {
      recorder.begin(0, START_NANOS);
      recorder.tick(script.tick, script.state, script.command, script.track);
      recorder.begin(1, START_NANOS + STEP_NANOS);
    }
    assertThat(recording(0).complete).isTrue();
    assertThat(recording(0).messagesOf("/state")).hasSize(1);
    assertThat(recording(1).complete).isTrue();
  }

  @Test
  void countsLostEventsWithoutBlocking() throws IOException {
    EpisodeRecorder recorder =
        new EpisodeRecorder(
            temporary.resolve("episodes"),
            new RecordingSettings(1, 3, 0),
            7.5,
            METADATA,
            () -> WALL_TIME);
    Script script = new Script();
    int steps = EpisodeRecorder.CAPACITY + 10;
    script.run(recorder, 0, steps); // The writer is not running yet.
    assertThat(recorder.lost()).isEqualTo(1 + steps + 1 + 1 - EpisodeRecorder.CAPACITY);
    script.run(recorder, 1, 5);
    recorder.startWriting();
    recorder.close();
    McapFile file = recording(0);
    assertThat(file.complete).isTrue();
    assertThat(file.messagesOf("/state")).hasSize(EpisodeRecorder.CAPACITY - 1);
    assertThat(names()).containsExactly("episode-000000.mcap");
  }

  @Test
  void fullDiskLosesOnlyTheRecording() throws IOException {
    Path fullDevice = Path.of("/dev/full");
    assumeTrue(Files.isWritable(fullDevice), "this system has no device that is always full");
    Path directory = Files.createDirectories(temporary.resolve("episodes"));
    Files.createSymbolicLink(directory.resolve("episode-000000.mcap"), fullDevice);
    EpisodeRecorder recorder = recorder(1, 5);
    try (recorder) {
      new Script().run(recorder, 0, 100);
      new Script().run(recorder, 1, 100);
    }
    assertThat(recorder.failed()).isEqualTo(1);
    assertThat(names()).containsExactly("episode-000001.mcap");
    assertThat(recording(1).messagesOf("/state")).hasSize(101);
  }

  @Test
  void continuesIfDirectoryCannotBeCreated() throws IOException {
    Files.writeString(temporary.resolve("episodes"), "not a directory");
    EpisodeRecorder recorder = recorder(1, 5);
    try (recorder) {
      new Script().run(recorder, 0, 3);
      new Script().run(recorder, 1, 3);
    }
    assertThat(recorder.failed()).isEqualTo(2);
    assertThat(temporary.resolve("episodes")).hasContent("not a directory");
  }

  @Test
  void episodeThreadDoesNotAllocate() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    Script script = new Script();
    try (EpisodeRecorder recorder = recorder(1, 5)) {
      long allocated = -1;
      for (int episode = 0; episode < 3; episode++) {
        recorder.begin(episode, START_NANOS);
        long before = threads.getThreadAllocatedBytes(thread);
        for (int step = 0; step < 500; step++) {
          script.pose.timeNanos = START_NANOS + step * STEP_NANOS;
          recorder.tick(script.tick, script.state, script.command, script.track);
          recorder.pose(script.pose);
          recorder.transition(script.transition);
        }
        allocated = threads.getThreadAllocatedBytes(thread) - before;
        recorder.end(Script.summary(episode, 500));
      }
      assertThat(allocated).as("less than one byte per step").isLessThan(500);
    }
  }
}
