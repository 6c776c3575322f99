package minitaur.hal;

/**
 * The eight motors, in the order used by the robot, the observation and every table: two per leg, L
 * then R.
 *
 * <p>A motor's angle is 0 with its upper link straight up and pi with it straight down; it
 * increases as the leg extends, for both the rear and the front motor.
 */
public enum Motor {
  FRONT_LEFT_L,
  FRONT_LEFT_R,
  BACK_LEFT_L,
  BACK_LEFT_R,
  FRONT_RIGHT_L,
  FRONT_RIGHT_R,
  BACK_RIGHT_L,
  BACK_RIGHT_R;

  /** Number of motors. */
  public static final int COUNT = 8;

  private static final Motor[] VALUES = values();

  /**
   * The motor with {@link #ordinal()} {@code index}, without the copy that {@link #values()} makes.
   */
  public static Motor of(int index) {
    return VALUES[index];
  }

  /** The leg that this motor moves. */
  public Leg leg() {
    return Leg.of(ordinal() / 2);
  }

  /** Whether this is its leg's rear motor, whose upper link goes over the back of the hip. */
  public boolean isRear() {
    return leg().rear() == this;
  }
}
