package minitaur.controller.external;

import org.jspecify.annotations.Nullable;

/** Frame types and their codes. */
enum FrameType {
  /** Client: version, number of environments, seed. */
  OPEN(1),
  /** Client: starts an episode of one environment. */
  RESET(2),
  /** Client: an action for each environment. */
  STEP(3),
  /** Client: requests the server to exit. */
  CLOSE(4),
  /** Server: sizes, bounds and episode limit; the answer to OPEN. */
  SPEC(17),
  /** Server: the first observation of an episode; the answer to RESET. */
  OBSERVATION(18),
  /** Server: observations, rewards and flags; the answer to STEP. */
  RESULT(19),
  /** Server: human-readable reason of a failure; the last frame. */
  ERROR(20);

  private static final FrameType[] VALUES = values();

  final int code;

  FrameType(int code) {
    this.code = code;
  }

  /** The type with this code; null if there is none. */
  static @Nullable FrameType of(int code) {
    for (FrameType type : VALUES) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
