package minitaur.controller.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.format.mcap.McapWriter;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.reward.RewardTerms;
import minitaur.hal.Leg;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;

/**
 * The file of one episode. Every message has the time that it tells of, in the time of the robot's
 * clock, so rewards and poses lie beside the step that they belong to however late they came.
 */
final class EpisodeFile implements AutoCloseable {
  /** About half a second of an episode: what a killed process loses of it. */
  private static final int CHUNK_BYTES = 1 << 16;

  /** Without a pose for so long the trunk is drawn from its tilt alone. */
  private static final long POSELESS_NANOS = 500_000_000;

  /** Faster than a screen shows is not needed for drawing. */
  private static final long TRANSFORM_INTERVAL_NANOS = 15_000_000;

  private static final String[] LEGS = JsonMessage.names(Leg.values());

  private final McapWriter mcap;
  private final int[] channels = new int[Topic.values().length];
  private final RobotScene scene;
  private final JsonMessage json = new JsonMessage();
  private final int episode;
  private long lastTickNanos;
  private long lastPoseNanos;
  private long lastTransformNanos;
  private MotorCommand.Mode lastMode = MotorCommand.Mode.OFF;

  /**
   * Begins a file in place of one that may be there.
   *
   * @param startNanos time of the episode's first tick
   */
  EpisodeFile(Path file, RobotGeometry geometry, int episode, long startNanos) throws IOException {
    this.episode = episode;
    scene = new RobotScene(geometry);
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
      scene.trunk(startNanos, json);
      write(Topic.TRUNK, startNanos);
      json.begin().text("verdict", "CONTINUE").end();
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

  /** Adds what happened within the episode. */
  void add(EpisodeEvent event) throws IOException {
    switch (event.kind) {
      case TICK -> tick(event);
      case POSE -> pose(event.pose);
      case TRANSITION -> reward(event);
      case BEGIN, END -> throw new IllegalArgumentException("is no part of an episode");
    }
  }

  private void tick(EpisodeEvent event) throws IOException {
    long time = event.tick.timeNanos;
    lastTickNanos = time;
    lastMode = event.command.mode;
    state(event.tick.step, time, event.state);
    command(time, event.command);
    if (event.command.mode == MotorCommand.Mode.POSITION) {
      action(time, event.tick.action, event.tick.policyId);
    }
    if (Double.isFinite(event.track.xMetres)) {
      track(time, event.track);
    }
    if (time - lastPoseNanos > POSELESS_NANOS) {
      RobotScene.transform(time, event.state.rollRad, event.state.pitchRad, json);
      write(Topic.TRANSFORMS, time);
    }
    scene.legs(time, event.state.motorAngleRad, json);
    write(Topic.LEGS, time);
  }

  private void state(int step, long time, RobotState state) throws IOException {
    json.begin()
        .integer("step", step)
        .flag("connected", state.connected)
        .motors("angle_rad", state.motorAngleRad)
        .motors("velocity_rad_per_sec", state.motorVelocityRadPerSec)
        .motors("torque_nm", state.motorTorqueNm)
        .motors("temperature_celsius", state.motorTemperatureCelsius)
        .number("roll_rad", state.rollRad)
        .number("pitch_rad", state.pitchRad)
        .number("angular_velocity_x_rad_per_sec", state.angularVelocityXRadPerSec)
        .number("angular_velocity_y_rad_per_sec", state.angularVelocityYRadPerSec)
        .number("battery_voltage", state.batteryVoltage)
        .number("energy_joules", state.energyJoules)
        .seconds("encoder_time_sec", state.encoderTimeNanos)
        .seconds("imu_time_sec", state.imuTimeNanos)
        .end();
    write(Topic.STATE, time);
  }

  private void command(long time, MotorCommand command) throws IOException {
    json.begin().text("mode", command.mode.name());
    if (command.mode == MotorCommand.Mode.POSITION) {
      json.motors("target_angle_rad", command.targetAngleRad);
    }
    json.number("kp_duty_per_rad", command.kp).number("kd_duty_sec_per_rad", command.kd).end();
    write(Topic.COMMAND, time);
  }

  private void action(long time, float[] action, long policyId) throws IOException {
    json.begin().integer("policy_id", policyId);
    legs("swing", action, ObservationLayout.SWINGS);
    legs("extension", action, ObservationLayout.EXTENSIONS);
    json.end();
    write(Topic.ACTION, time);
  }

  private void legs(String key, float[] action, int first) throws IOException {
    json.object(key);
    for (int leg = 0; leg < LEGS.length; leg++) {
      json.number(LEGS[leg], action[first + leg]);
    }
    json.endObject();
  }

  private void track(long time, Track track) throws IOException {
    json.begin()
        .vector("position_metres", track.xMetres, track.yMetres, track.zMetres)
        .vector(
            "velocity_metres_per_sec",
            track.xMetresPerSec,
            track.yMetresPerSec,
            track.zMetresPerSec)
        .number("velocity_unknown_sec", track.unknownNanos * 1e-9)
        .end();
    write(Topic.TRACK, time);
  }

  private void pose(Pose pose) throws IOException {
    lastPoseNanos = pose.timeNanos;
    json.begin()
        .time("timestamp", pose.timeNanos)
        .text("frame_id", RobotScene.LANE)
        .object("pose")
        .vector("position", pose.xMetres, pose.yMetres, pose.zMetres)
        .quaternion("orientation", pose.qw, pose.qx, pose.qy, pose.qz)
        .endObject()
        .end();
    write(Topic.POSE, pose.timeNanos);
    if (pose.timeNanos - lastTransformNanos >= TRANSFORM_INTERVAL_NANOS) {
      lastTransformNanos = pose.timeNanos;
      RobotScene.transform(pose, json);
      write(Topic.TRANSFORMS, pose.timeNanos);
    }
  }

  private void reward(EpisodeEvent event) throws IOException {
    RewardTerms terms = event.transition.terms;
    json.begin()
        .integer("step", event.transition.tick.step)
        .number("velocity_metres_per_sec", event.transition.velocityMetresPerSec)
        .number("forward_velocity", terms.forwardVelocity)
        .number("action_acceleration", terms.actionAcceleration)
        .number("pitch", terms.pitch)
        .number("front_leg_fold", terms.frontLegFold)
        .number("total", terms.total())
        .number("discount", event.transition.discount)
        .end();
    write(Topic.REWARD, event.transition.tick.timeNanos);
  }

  /** Adds why the episode ended and what it came to. */
  void end(EpisodeSummary summary) throws IOException {
    boolean motorsStopped = lastMode == MotorCommand.Mode.OFF;
    json.begin()
        .text("verdict", motorsStopped ? "STOP_MOTORS" : "END_EPISODE")
        .text("reason", summary.describeEnd())
        .flag("terminated", summary.end() instanceof EpisodeEnd.Termination)
        .integer("steps", summary.steps())
        .number("return", summary.episodeReturn())
        .number("mean_velocity_metres_per_sec", summary.meanForwardVelocityMetresPerSec())
        .number("distance_metres", summary.distanceMetres())
        .number("energy_joules", summary.energyJoules())
        .integer("dropped_transitions", summary.droppedTransitions())
        .end();
    write(Topic.VERDICT, lastTickNanos);
  }

  /**
   * Makes the file searchable and complete.
   *
   * @param lost events that found no place on their way here
   */
  void finish(long lost) throws IOException {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("episode", Integer.toString(episode));
    pairs.put("lost_events", Long.toString(lost));
    mcap.addMetadata("minitaur.episode", pairs);
    mcap.finish();
  }

  private void write(Topic topic, long timeNanos) throws IOException {
    mcap.write(channels[topic.ordinal()], timeNanos, json.array(), json.length());
  }

  @Override
  public void close() throws IOException {
    mcap.close();
  }
}
