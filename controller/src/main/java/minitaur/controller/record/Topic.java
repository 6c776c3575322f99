package minitaur.controller.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The channels of a recorded episode. Every message is JSON and has a schema; those whose name
 * begins with {@code foxglove.} are the published ones by which viewers draw in three dimensions.
 */
enum Topic {
  /** What the sensors said at a control step. */
  STATE("/state", "minitaur.State"),
  /** What the motors were told. */
  COMMAND("/command", "minitaur.Command"),
  /** What the policy chose. */
  ACTION("/action", "minitaur.Action"),
  /** Where the supervisor took the trunk to be. */
  TRACK("/track", "minitaur.Track"),
  /** What motion capture said. */
  POSE("/pose", "foxglove.PoseInFrame"),
  /** What a step earned, term by term. */
  REWARD("/reward", "minitaur.Reward"),
  /** That the episode goes on, and why it ended. */
  VERDICT("/verdict", "minitaur.Verdict"),
  /** Where the trunk's frame is in the lane's. */
  TRANSFORMS("/tf", "foxglove.FrameTransforms"),
  /** The trunk's shape: one message. */
  TRUNK("/scene/trunk", "foxglove.SceneUpdate"),
  /** The legs as lines. */
  LEGS("/scene/legs", "foxglove.SceneUpdate");

  private final String path;
  private final String schemaName;

  Topic(String path, String schemaName) {
    this.path = path;
    this.schemaName = schemaName;
  }

  String path() {
    return path;
  }

  String schemaName() {
    return schemaName;
  }

  /** The JSON schema of its messages. */
  String schema() {
    try (InputStream in = Topic.class.getResourceAsStream(schemaName + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its schema " + schemaName);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
