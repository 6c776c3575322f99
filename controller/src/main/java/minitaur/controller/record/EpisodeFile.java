package minitaur.controller.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.gait.GaitMetrics;
import minitaur.controller.format.mcap.McapWriter;
import minitaur.controller.task.ObservationHistory;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotGeometry;
import minitaur.hal.mocap.Pose;
import org.jspecify.annotations.Nullable;

/**
 * The MCAP recording of one episode. The timestamp of a message is the wall-clock time of the data,
 * regardless of when the message arrived, so that rewards and poses align with their step. It is
 * computed as the wall-clock time of the first tick plus the time elapsed on the robot's clock. The
 * metadata {@code minitaur.episode} contain both times of the first tick.
 */
final class EpisodeFile implements AutoCloseable {
  /** Chunk size, about 0.5 s of an episode: the max loss when the process is killed. */
  private static final int CHUNK_BYTES = 1 << 16;

  /** Time without a pose after which the trunk is drawn from roll and pitch only. */
  private static final long POSE_TIMEOUT_NANOS = 500_000_000;

  /** Min interval between transforms, about the frame period of a display. */
  private static final long TRANSFORM_INTERVAL_NANOS = 15_000_000;

  private final McapWriter mcap;
  private final int[] channels = new int[Topic.values().length];
  private final RobotScene scene;
  private final GaitMetrics gait;
  private final JsonMessage json = new JsonMessage();
  private final Map<String, String> metadata;
  private final long startNanos;
  private final long wallOffsetNanos;
  private final MotorCommand command = new MotorCommand();
  private final ObservationHistory policyInput = new ObservationHistory();
  private final float[] state = new float[ObservationLayout.STATE_SIZE];
  private @Nullable TerrainScene terrain;
  private @Nullable Tick lastTick;
  private long lastTickNanos;
  private long lastPoseNanos;
  private long lastTransformNanos;
  private MotorCommand.Mode lastMode = MotorCommand.Mode.OFF;

  /**
   * Creates a file, replacing an existing one.
   *
   * @param massKilograms of the robot
   * @param metadata of the run: name, seed, learner, revision and so on. Modified.
   * @param startNanos time of the episode's first tick on the robot's clock
   * @param startWallNanos the same instant in ns since 1970-01-01 UTC
   */
  EpisodeFile(
      Path file,
      double massKilograms,
      Map<String, String> metadata,
      long startNanos,
      long startWallNanos)
      throws IOException {
    this.metadata = metadata;
    this.startNanos = startNanos;
    wallOffsetNanos = startWallNanos - startNanos;
    scene = new RobotScene(RobotGeometry.nominal());
    gait = new GaitMetrics(massKilograms);
    gait.begin(0, startNanos);
    lastTickNanos = startNanos;
    lastPoseNanos = startNanos;
    lastTransformNanos = startNanos - TRANSFORM_INTERVAL_NANOS;
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try {
      mcap = new McapWriter(channel, "minitaur", CHUNK_BYTES);
      addChannels();
      scene.trunk(startWallNanos, json);
      write(Topic.TRUNK, startNanos);
      Topic.verdict(json.begin(), "CONTINUE", null);
      write(Topic.VERDICT, startNanos);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void addChannels() throws IOException {
    Map<String, Integer> schemas = new LinkedHashMap<>();
    for (Topic topic : Topic.values()) {
      Integer schema = schemas.get(topic.schemaName());
      if (schema == null) {
        schema = mcap.addSchema(topic.schemaName(), "jsonschema", topic.schema());
        schemas.put(topic.schemaName(), schema);
      }
      channels[topic.ordinal()] = mcap.addChannel(topic.path(), schema, "json");
    }
  }

  private long toWallNanos(long robotNanos) {
    return robotNanos + wallOffsetNanos;
  }

  /** Adds an event of the episode. */
  void add(EpisodeEvent event) throws IOException {
    switch (event.kind) {
      case TERRAIN -> terrain(event.terrain);
      case BLOCK -> block(event.block, event.pose);
      case TICK -> tick(event);
      case POSE -> pose(event.pose);
      case TRANSITION -> reward(event.transition);
      case BEGIN, END ->
          throw new IllegalArgumentException(event.kind + " is not within an episode");
    }
  }

  private void terrain(@Nullable TerrainShape shape) throws IOException {
    if (shape != null) {
      gait.terrain(shape);
    }
    if (shape != null && !shape.equals(TerrainShape.LEVEL)) {
      TerrainScene terrainScene = new TerrainScene(shape);
      terrainScene.ground(toWallNanos(startNanos), json);
      write(Topic.TERRAIN, startNanos);
      terrain = terrainScene;
    }
  }

  private void block(int index, Pose pose) throws IOException {
    if (terrain != null) {
      terrain.block(toWallNanos(pose.timeNanos), index, pose, json);
      write(Topic.BLOCKS, pose.timeNanos);
    }
  }

  private void tick(EpisodeEvent event) throws IOException {
    long time = event.tick.timeNanos;
    boolean running = event.command.mode == MotorCommand.Mode.POSITION;
    lastTickNanos = time;
    lastMode = event.command.mode;
    gait.tick(event.tick, event.state, event.command, event.track);
    Topic.state(json.begin(), event.tick.step, event.state);
    write(Topic.STATE, time);
    command.set(event.command);
    if (!running) {
      Arrays.fill(command.targetAngleRad, Double.NaN); // Stale targets.
    }
    Topic.command(json.begin(), command);
    write(Topic.COMMAND, time);
    updatePolicyInput(event.tick);
    if (running) {
      policyInput.copyState(state);
      Topic.policyInput(json.begin(), event.tick.step, state);
      write(Topic.POLICY_INPUT, time);
      Topic.action(json.begin(), event.tick);
      write(Topic.ACTION, time);
    }
    if (Double.isFinite(event.track.xMetres)) {
      json.begin().fields(event.track);
      write(Topic.TRACK, time);
    }
    if (time - lastPoseNanos > POSE_TIMEOUT_NANOS) {
      RobotScene.transform(toWallNanos(time), event.state.rollRad, event.state.pitchRad, json);
      write(Topic.TRANSFORMS, time);
    }
    scene.legs(toWallNanos(time), event.state.motorAngleRad, json);
    write(Topic.LEGS, time);
  }

  private void updatePolicyInput(Tick tick) {
    if (lastTick == null) {
      lastTick = new Tick();
      policyInput.begin(tick.observation);
    } else {
      policyInput.push(lastTick.action, tick.observation);
    }
    lastTick.set(tick);
  }

  private void pose(Pose pose) throws IOException {
    long time = toWallNanos(pose.timeNanos);
    gait.pose(pose);
    lastPoseNanos = pose.timeNanos;
    json.begin().time("timestamp", time).text("frame_id", RobotScene.LANE).pose(pose);
    write(Topic.POSE, pose.timeNanos);
    if (pose.timeNanos - lastTransformNanos >= TRANSFORM_INTERVAL_NANOS) {
      lastTransformNanos = pose.timeNanos;
      RobotScene.transform(time, pose, json);
      write(Topic.TRANSFORMS, pose.timeNanos);
    }
  }

  private void reward(Transition transition) throws IOException {
    Topic.reward(json.begin(), transition);
    write(Topic.REWARD, transition.tick.timeNanos);
  }

  /** Writes the reason of the episode's end, its totals and its gait metrics. */
  void end(EpisodeSummary summary) throws IOException {
    Topic.verdict(
        json.begin(), lastMode == MotorCommand.Mode.OFF ? "STOP_MOTORS" : "END_EPISODE", summary);
    write(Topic.VERDICT, lastTickNanos);
    gait.end(summary);
    Topic.gait(json.begin(), gait.report());
    write(Topic.GAIT, lastTickNanos);
  }

  /**
   * Writes the metadata and the index.
   *
   * @param lostEvents number of events that did not fit into the ring buffer
   */
  void finish(long lostEvents) throws IOException {
    metadata.put("lost_events", Long.toString(lostEvents));
    metadata.put("start_robot_clock_nanos", Long.toString(startNanos));
    metadata.put("start_wall_clock_nanos", Long.toString(toWallNanos(startNanos)));
    if (lastTick != null) {
      metadata.put("policy_id", Long.toString(lastTick.policyId));
    }
    mcap.addMetadata("minitaur.episode", metadata);
    mcap.finish();
  }

  private void write(Topic topic, long robotNanos) throws IOException {
    json.end();
    mcap.write(channels[topic.ordinal()], toWallNanos(robotNanos), json.array(), json.length());
  }

  @Override
  public void close() throws IOException {
    mcap.close();
  }
}
