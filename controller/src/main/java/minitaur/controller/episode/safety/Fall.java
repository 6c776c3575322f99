package minitaur.controller.episode.safety;

/**
 * A fall of the robot.
 *
 * @param rollRad trunk roll when the fall was detected; positive is right side down
 * @param pitchRad trunk pitch when the fall was detected; positive is nose down
 */
public record Fall(double rollRad, double pitchRad) {
  /** Direction of a fall. */
  public enum Direction {
    FORWARD,
    BACKWARD,
    LEFT,
    RIGHT
  }

  /** The direction of the larger tilt angle. */
  public Direction direction() {
    if (Math.abs(pitchRad) >= Math.abs(rollRad)) {
      return pitchRad > 0 ? Direction.FORWARD : Direction.BACKWARD;
    }
    return rollRad > 0 ? Direction.RIGHT : Direction.LEFT;
  }

  /** Whether the trunk's top points below the horizon. */
  public boolean isUpsideDown() {
    return Math.cos(pitchRad) * Math.cos(rollRad) < 0;
  }

  /** Human-readable, such as "fell forward, pitch 34 degrees". */
  public String describe() {
    if (isUpsideDown()) {
      return "turned upside down, " + angle("roll", rollRad) + ", " + angle("pitch", pitchRad);
    }
    return switch (direction()) {
      case FORWARD -> "fell forward, " + angle("pitch", pitchRad);
      case BACKWARD -> "fell backward, " + angle("pitch", pitchRad);
      case LEFT -> "fell left, " + angle("roll", rollRad);
      case RIGHT -> "fell right, " + angle("roll", rollRad);
    };
  }

  private static String angle(String name, double angle) {
    return name + " " + Math.round(Math.toDegrees(angle)) + " degrees";
  }
}
