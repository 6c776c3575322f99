package minitaur.controller.console.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.TargetPose;
import minitaur.controller.console.telemetry.ControlSample;
import minitaur.controller.console.telemetry.DownsampledSeries;
import minitaur.controller.console.telemetry.LearningTelemetry.EpisodeEntry;
import minitaur.controller.console.telemetry.LearningTelemetry.EvaluationEntry;
import minitaur.controller.console.telemetry.MotionHistory.Motion;
import minitaur.controller.console.telemetry.RunHistory.MetricCurve;
import minitaur.controller.console.web.RunDescription.TrainingDescription;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.TerrainShape.Cuboid;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.RobotLimits;
import minitaur.controller.learn.Metric;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.operator.OperatorEvent;
import minitaur.controller.operator.OperatorPrompt;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.operator.ProcedureView;
import minitaur.controller.operator.ResetRequest;
import minitaur.controller.run.ProgressRow;
import minitaur.controller.task.reward.RewardTermValues;
import minitaur.controller.train.CollectorStatus;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;

/**
 * Writes messages to the page as JSON, part by part. Angles are in rad, latencies and wall-clock
 * times in ms, temperatures in degrees Celsius, and other quantities in SI units. Numbers are
 * rounded for display; unknown numbers are null.
 */
final class PageMessage {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final StringWriter text = new StringWriter(2048);
  private final JsonGenerator json;

  /** Starts a message. */
  PageMessage() {
    try {
      json = FACTORY.createGenerator(text);
      json.writeStartObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one part of a message. */
  interface Part {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** Adds a part. */
  PageMessage with(String name, Part part) {
    try {
      json.writeFieldName(name);
      part.writeTo(json);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Writing to a string does not fail.
    }
  }

  String end() {
    try {
      json.writeEndObject();
      json.close();
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void robot(JsonGenerator json, RobotDescription robot) throws IOException {
    RobotGeometry geometry = robot.geometry();
    json.writeStartObject();
    run(json, robot.run());
    json.writeStringField("robot", robot.robot());
    json.writeStringField("procedure", robot.procedure());
    json.writeObjectFieldStart("geometry");
    json.writeNumberField("upperLink", geometry.upperLink());
    json.writeNumberField("lowerLink", geometry.lowerLink());
    json.writeNumberField("kneeToFoot", geometry.kneeToFoot());
    json.writeNumberField("footRadius", geometry.footRadius());
    json.writeNumberField("hipX", geometry.hip().x());
    json.writeNumberField("hipY", geometry.hip().y());
    json.writeNumberField("hipZ", geometry.hipZ());
    json.writeEndObject();
    json.writeNumberField("startExtension", robot.startExtensionRad());
    json.writeNumberField("tiltLimit", robot.limits().tiltRad());
    RobotLimits limits = robot.limits().robot();
    number(
        json, "temperatureLimit", limits == null ? Double.NaN : limits.motors().maxMotorCelsius());
    json.writeNumberField("episodeSteps", robot.episodeSteps());
    json.writeNumberField("walking", ProgressRow.WALKING_METRES_PER_SEC);
    json.writeArrayFieldStart("rewardTerms");
    for (String term : RewardTermValues.NAMES) {
      json.writeString(term);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("motors");
    for (Motor motor : Motor.values()) {
      json.writeString(name(motor));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("gait");
    for (GaitMetric metric : GaitMetric.values()) {
      metric(json, metric.key(), metric.unit(), metric.description());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void run(JsonGenerator json, RunDescription run) throws IOException {
    json.writeStringField("run", run.name());
    json.writeStringField("revision", run.revision());
    json.writeBooleanField("files", run.directory() != null);
    TrainingDescription training = run.training();
    if (training != null) {
      json.writeStringField("learner", training.learner());
      // A number of JavaScript has 53 bits.
      json.writeStringField("seed", Long.toString(training.seed()));
      json.writeNumberField("steps", training.steps());
    }
  }

  /** Starts an object that describes a metric. */
  private static void metric(JsonGenerator json, String name, String unit, String description)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("unit", unit);
    json.writeStringField("description", description);
  }

  static void view(JsonGenerator json, OperatorView view) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", view.version());
    json.writeStringField("phase", name(view.phase()));
    json.writeStringField("reason", view.reason());
    json.writeNumberField("since", view.sinceMillis());
    json.writeNumberField("episode", view.episode());
    ResetRequest request = view.request();
    json.writeFieldName("request");
    if (request == null) {
      json.writeNull();
    } else {
      request(json, request);
    }
    ProcedureView procedure = view.procedure();
    if (procedure != null) {
      json.writeFieldName("procedure");
      procedure(json, procedure);
    }
    OperatorCounts counts = view.counts();
    json.writeObjectFieldStart("counts");
    json.writeNumberField("episodes", counts.episodes());
    json.writeNumberField("falls", counts.falls());
    json.writeNumberField("resets", counts.resets());
    json.writeNumberField("standUps", counts.standUps());
    number(json, "robotSeconds", counts.robotSeconds());
    number(json, "humanSeconds", counts.humanSeconds());
    number(json, "resetsPerHundred", counts.resetsPerHundredEpisodes());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void procedure(JsonGenerator json, ProcedureView procedure) throws IOException {
    json.writeStartObject();
    json.writeStringField("activity", procedure.activity());
    number(json, "part", procedure.progress());
    OperatorPrompt prompt = procedure.prompt();
    if (prompt != null) {
      Instruction instruction = prompt.instruction();
      json.writeObjectFieldStart("prompt");
      json.writeNumberField("number", prompt.number());
      json.writeNumberField("askedAt", prompt.issuedAtMillis());
      json.writeBooleanField("watched", prompt.isAutoDetected());
      json.writeNumberField("step", instruction.number());
      json.writeNumberField("steps", instruction.total());
      json.writeStringField("text", instruction.text());
      json.writeStringField("refusal", instruction.rejectionReason());
      json.writeBooleanField(
          "confirmFirst", instruction.timing() == Instruction.Timing.AFTER_CONFIRMATION);
      TargetPose pose = instruction.pose();
      if (pose != null) {
        pose(json, pose);
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void pose(JsonGenerator json, TargetPose pose) throws IOException {
    json.writeObjectFieldStart("pose");
    numbers(json, "angles", pose.motorAngleRad());
    number(json, "roll", pose.rollRad());
    number(json, "pitch", pose.pitchRad());
    json.writeStringField("support", name(pose.support()));
    number(json, "forward", pose.forwardMetres());
    number(json, "turn", pose.turnRad());
    json.writeEndObject();
  }

  private static void request(JsonGenerator json, ResetRequest request) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", request.number());
    json.writeNumberField("askedAt", request.issuedAtMillis());
    json.writeStringField("what", request.cause());
    json.writeStringField("todo", request.instruction());
    json.writeStringField("next", request.nextSteps());
    json.writeArrayFieldStart("objections");
    for (String objection : request.rejectionReasons()) {
      json.writeString(objection);
    }
    json.writeEndArray();
    json.writeBooleanField("motorsOff", request.motorsOff());
    json.writeEndObject();
  }

  /**
   * Writes a control step.
   *
   * @param originNanos time of the robot's clock that is sent as 0
   */
  static void live(JsonGenerator json, ControlSample sample, long originNanos) throws IOException {
    RobotState state = sample.state;
    json.writeStartObject();
    number(json, "time", (sample.timeNanos - originNanos) * 1e-9);
    json.writeNumberField("episode", sample.episode);
    json.writeNumberField("step", sample.step);
    json.writeBooleanField("running", sample.running);
    json.writeBooleanField("connected", state.connected);
    json.writeStringField("mode", name(sample.command.mode));
    numbers(json, "angles", state.motorAngleRad);
    numbers(
        json,
        "targets",
        sample.command.mode == MotorCommand.Mode.POSITION
            ? sample.command.targetAngleRad
            : new double[0]);
    numbers(json, "torques", state.motorTorqueNm);
    numbers(json, "temperatures", state.motorTemperatureCelsius);
    number(json, "roll", state.rollRad);
    number(json, "pitch", state.pitchRad);
    number(json, "battery", state.batteryVoltage);
    position(json, sample);
    number(json, "velocity", sample.velocityMetresPerSec);
    // The power is 0 if it is not measured.
    number(json, "power", sample.powerWatts > 0 ? sample.powerWatts : Double.NaN);
    if (Double.isFinite(sample.velocityMetresPerSec)) {
      numbers(json, "terms", sample.terms.values);
    }
    number(json, "latency", sample.latencyNanos * 1e-6);
    if (sample.blocks.length > 0) {
      numbers(json, "blocks", sample.blocks);
    }
    json.writeEndObject();
  }

  /**
   * Writes the terrain: a grid of heights {@code z[i * y.length + k]} at {@code x[i]}, {@code
   * y[k]}, with a friction factor per cell; boxes; and movable blocks at their initial poses. Null
   * for level nominal ground.
   */
  static void terrain(JsonGenerator json, TerrainShape terrain) throws IOException {
    if (terrain.equals(TerrainShape.LEVEL)) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    numbers(json, "x", terrain.x());
    numbers(json, "y", terrain.y());
    numbers(json, "z", terrain.z());
    numbers(json, "friction", terrain.friction());
    cuboids(json, "boxes", terrain.boxes());
    cuboids(json, "blocks", terrain.blocks());
    json.writeEndObject();
  }

  private static void cuboids(JsonGenerator json, String name, List<Cuboid> cuboids)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Cuboid cuboid : cuboids) {
      json.writeStartObject();
      numbers(json, "center", cuboid.x(), cuboid.y(), cuboid.z());
      numbers(json, "size", cuboid.sizeX(), cuboid.sizeY(), cuboid.sizeZ());
      number(json, "yaw", cuboid.yawRad());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the position of the trunk: from motion capture, else the supervisor's estimate. */
  private static void position(JsonGenerator json, ControlSample sample) throws IOException {
    if (sample.poseKnown) {
      numbers(json, "position", sample.pose.xMetres, sample.pose.yMetres, sample.pose.zMetres);
      number(json, "yaw", sample.yawRad());
    } else if (Double.isFinite(sample.track.xMetres)) {
      numbers(json, "position", sample.track.xMetres, sample.track.yMetres, sample.track.zMetres);
    }
  }

  static void events(JsonGenerator json, List<OperatorEvent> events) throws IOException {
    json.writeStartArray();
    for (OperatorEvent event : events) {
      json.writeStartObject();
      json.writeNumberField("number", event.number());
      json.writeNumberField("time", event.timeMillis());
      json.writeStringField("severity", name(event.severity()));
      json.writeStringField("text", event.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void episodes(JsonGenerator json, List<EpisodeEntry> episodes) throws IOException {
    json.writeStartArray();
    for (EpisodeEntry entry : episodes) {
      EpisodeSummary summary = entry.summary();
      json.writeStartObject();
      json.writeNumberField("index", summary.index());
      json.writeNumberField("endStep", entry.endStep());
      json.writeNumberField("steps", summary.steps());
      number(json, "return", summary.episodeReturn());
      number(json, "velocity", summary.meanForwardVelocityMetresPerSec());
      number(json, "distance", summary.distanceMetres());
      json.writeBooleanField("fell", summary.fell());
      json.writeBooleanField(
          "timeLimit",
          summary.end() instanceof EpisodeEnd.Truncation t
              && t.reason() == EpisodeEnd.Truncation.Reason.TIME_LIMIT);
      json.writeStringField("end", summary.describeEnd());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void evaluations(JsonGenerator json, List<EvaluationEntry> evaluations)
      throws IOException {
    json.writeStartArray();
    for (EvaluationEntry entry : evaluations) {
      json.writeStartObject();
      json.writeNumberField("steps", entry.steps());
      number(json, "return", entry.result().meanReturn());
      number(json, "velocity", entry.result().meanVelocityMetresPerSec());
      json.writeNumberField("falls", entry.result().falls());
      json.writeNumberField("episodes", entry.result().episodes());
      json.writeBooleanField("walks", entry.result().walks());
      json.writeStringField("walking", entry.result().describeWalking());
      json.writeArrayFieldStart("gait");
      GaitReport gait = entry.result().gait();
      for (GaitMetric metric : GaitMetric.values()) {
        if (gait.value(metric) == Double.POSITIVE_INFINITY) {
          json.writeString("never");
        } else {
          number(json, gait.value(metric));
        }
      }
      json.writeEndArray();
      numbers(json, "torqueRms", gait.rmsTorques());
      numbers(json, "torquePeak", gait.peakTorques());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * Writes the collectors of a trainer.
   *
   * @param reportedMillis time of the trainer's report, milliseconds since 1970-01-01 UTC
   */
  static void collectors(JsonGenerator json, long reportedMillis, List<CollectorStatus> collectors)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("at", reportedMillis);
    json.writeArrayFieldStart("robots");
    for (CollectorStatus collector : collectors) {
      json.writeStartObject();
      json.writeStringField("name", collector.robot());
      json.writeStringField("state", collector.state());
      number(json, "share", collector.share());
      json.writeNumberField("waiting", collector.waiting());
      json.writeFieldName("lag");
      if (collector.policyLagUpdates().isPresent()) {
        json.writeNumber(collector.policyLagUpdates().getAsLong());
      } else {
        json.writeNull();
      }
      json.writeNumberField("contact", collector.secondsSinceContact());
      json.writeStringField("quarantine", collector.quarantine());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Writes the points of a curve, each an array of its abscissa and its values.
   *
   * @param first index of the first point to write
   */
  static void series(JsonGenerator json, DownsampledSeries series, int first, int columns)
      throws IOException {
    json.writeStartArray();
    for (int point = first; point < series.size(); point++) {
      json.writeStartArray();
      json.writeNumber(Long.toString(Math.round(series.x(point))));
      for (int column = 0; column < columns; column++) {
        number(json, series.value(point, column));
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  /**
   * Writes the learner's metrics, each with the points of its curve.
   *
   * @param curves curves of all metrics
   */
  static void metrics(JsonGenerator json, List<MetricCurve> curves) throws IOException {
    json.writeStartArray();
    for (MetricCurve curve : curves) {
      Metric metric = curve.metric();
      metric(json, metric.name(), metric.unit(), metric.description());
      json.writeFieldName("points");
      series(json, curve.points(), 0, 1);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the newest value of each of the learner's metrics. */
  static void newestMetrics(JsonGenerator json, List<MetricCurve> curves) throws IOException {
    json.writeStartArray();
    for (MetricCurve curve : curves) {
      number(json, curve.points().value(curve.points().size() - 1, 0));
    }
    json.writeEndArray();
  }

  /** Writes the motion of an episode: the terrain, and a frame for each stored step. */
  static void motion(JsonGenerator json, Motion motion) throws IOException {
    json.writeStartObject();
    json.writeFieldName("terrain");
    terrain(json, motion.terrain());
    json.writeArrayFieldStart("frames");
    float[] values = motion.frames();
    for (int frame = 0; frame < values.length; frame += motion.width()) {
      json.writeStartArray();
      for (int i = 0; i < motion.width(); i++) {
        number(json, values[frame + i]);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void numbers(JsonGenerator json, String name, double... values) throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values) {
      number(json, value);
    }
    json.writeEndArray();
  }

  static void number(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    number(json, value);
  }

  private static void number(JsonGenerator json, double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (Math.abs(value) < 0.1 || Math.abs(value) >= 1e9) {
      json.writeNumber((float) value);
    } else {
      json.writeNumber(Math.round(value * 1e4) / 1e4);
    }
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
