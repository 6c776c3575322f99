package minitaur.controller.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;
import org.jspecify.annotations.Nullable;

/**
 * Channels of a recorded episode. All messages are JSON with a schema; schemas whose name begins
 * with {@code foxglove.} are Foxglove's published ones, which viewers render in 3D.
 */
enum Topic {
  /** Sensor readings. */
  STATE(
      "/state",
      "minitaur.State",
      "Sensor readings at a control step. Unknown values are omitted.",
      json -> state(json, 0, new RobotState())),
  /** Motor command. */
  COMMAND(
      "/command",
      "minitaur.Command",
      "Motor command: POSITION, DAMPING or OFF, with target angles in position control.",
      json -> command(json, new MotorCommand())),
  /** Input of the policy. */
  POLICY_INPUT(
      "/policy_input",
      "minitaur.PolicyInput",
      "Input of the policy: the current observation, then the past observations and actions, newest"
          + " first.",
      json -> policyInput(json, 0, new float[ObservationLayout.STATE_SIZE])),
  /** Action of the policy. */
  ACTION(
      "/action",
      "minitaur.Action",
      "Action of the policy in [-1, 1]: swing (positive moves the foot forward) and extension of"
          + " each leg.",
      json -> action(json, new Tick())),
  /** Position and velocity of the trunk as used by the safety supervisor. */
  TRACK(
      "/track",
      "minitaur.Track",
      "Filtered position and velocity of the trunk in the lane. Unknown values are omitted.",
      json -> json.fields(new Track())),
  /** Pose of the trunk from motion capture. */
  POSE("/pose", "foxglove.PoseInFrame"),
  /** Reward of a step, term by term. */
  REWARD(
      "/reward",
      "minitaur.Reward",
      "Reward of a control step: weighted, signed terms that add up to the total.",
      json -> reward(json, new Transition())),
  /** Whether the episode continues, and why it ended. */
  VERDICT(
      "/verdict",
      "minitaur.Verdict",
      "CONTINUE at the start; END_EPISODE or STOP_MOTORS at the end, with the reason and the"
          + " totals.",
      json -> verdict(json, "", null)),
  /** Gait metrics of the episode. */
  GAIT("/gait", "minitaur.Gait", gaitDescription(), json -> gait(json, GaitReport.empty())),
  /** Transform of the trunk's frame relative to the lane's frame. */
  TRANSFORMS("/tf", "foxglove.FrameTransforms"),
  /** Shape of the trunk; a single message. */
  TRUNK("/scene/trunk", "foxglove.SceneUpdate"),
  /** The legs as lines. */
  LEGS("/scene/legs", "foxglove.SceneUpdate"),
  /** The static terrain, if known; a single message. */
  TERRAIN("/scene/terrain", "foxglove.SceneUpdate"),
  /** The movable blocks of the terrain. */
  BLOCKS("/scene/blocks", "foxglove.SceneUpdate");

  private final String path;
  private final String schemaName;
  private final String description;
  private final @Nullable Content content;

  /** Writes the fields of a message. */
  private interface Content {
    void writeTo(JsonMessage json) throws IOException;
  }

  Topic(String path, String schemaName) {
    this(path, schemaName, "", null);
  }

  Topic(String path, String schemaName, String description, @Nullable Content content) {
    this.path = path;
    this.schemaName = schemaName;
    this.description = description;
    this.content = content;
  }

  String path() {
    return path;
  }

  String schemaName() {
    return schemaName;
  }

  /** The JSON schema of its messages. */
  String schema() {
    try {
      if (content != null) {
        JsonMessage schema = JsonMessage.schema(schemaName, description);
        content.writeTo(schema);
        return schema.end().toString();
      }
      try (InputStream in = Topic.class.getResourceAsStream(schemaName + ".json")) {
        if (in == null) {
          throw new IllegalStateException("missing schema resource " + schemaName);
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void state(JsonMessage json, int step, RobotState state) throws IOException {
    json.integer("step", step).fields(state);
  }

  static void command(JsonMessage json, MotorCommand command) throws IOException {
    json.fields(command);
  }

  static void policyInput(JsonMessage json, int step, float[] state) throws IOException {
    json.integer("step", step).numbers("state", state);
  }

  static void action(JsonMessage json, Tick tick) throws IOException {
    json.integer("policy_id", tick.policyId)
        .legs("swing", tick.action, ObservationLayout.SWINGS)
        .legs("extension", tick.action, ObservationLayout.EXTENSIONS);
  }

  static void reward(JsonMessage json, Transition transition) throws IOException {
    json.integer("step", transition.tick.step)
        .number("velocity_metres_per_sec", transition.velocityMetresPerSec)
        .fields(transition.terms)
        .number("total", transition.terms.total())
        .number("discount", transition.discount);
  }

  /**
   * @param summary null while the episode continues; the fields are then 0
   */
  static void verdict(JsonMessage json, String verdict, @Nullable EpisodeSummary summary)
      throws IOException {
    boolean terminated = summary != null && summary.end() instanceof EpisodeEnd.Termination;
    json.text("verdict", verdict)
        .text("reason", summary == null ? "" : summary.describeEnd())
        .flag("terminated", terminated)
        .integer("steps", summary == null ? 0 : summary.steps())
        .number("return", summary == null ? 0 : summary.episodeReturn())
        .number(
            "mean_velocity_metres_per_sec",
            summary == null ? 0 : summary.meanForwardVelocityMetresPerSec())
        .number("distance_metres", summary == null ? 0 : summary.distanceMetres())
        .number("energy_joules", summary == null ? 0 : summary.energyJoules())
        .integer("dropped_transitions", summary == null ? 0 : summary.droppedTransitions());
  }

  private static String gaitDescription() {
    return Stream.of(GaitMetric.values())
        .map(metric -> "%s: %s, %s".formatted(metric.key(), metric.description(), metric.unit()))
        .collect(
            Collectors.joining(
                "; ",
                "Metrics of the episode's gait, measured at the control rate: ",
                "; RMS and peak torque of each motor, Nm. Unknown and infinite values are"
                    + " omitted."));
  }

  static void gait(JsonMessage json, GaitReport report) throws IOException {
    for (GaitMetric metric : GaitMetric.values()) {
      json.number(metric.key(), report.value(metric));
    }
    json.motors("torque_rms", report.rmsTorques(), report.rmsTorques());
    json.motors("torque_peak", report.peakTorques(), report.peakTorques());
  }
}
