package minitaur.hal;

import java.util.Locale;

/** The four legs, in the order used by the robot, the action and every table. */
public enum Leg {
  FRONT_LEFT,
  BACK_LEFT,
  FRONT_RIGHT,
  BACK_RIGHT;

  /** Number of legs. */
  public static final int COUNT = 4;

  private static final Leg[] VALUES = values();

  /**
   * The leg with {@link #ordinal()} {@code index}, without the copy that {@link #values()} makes.
   */
  public static Leg of(int index) {
    return VALUES[index];
  }

  /** Name in text, such as front-left. Allocates. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the leg is on the robot's left side (positive y). */
  public boolean isLeft() {
    return this == FRONT_LEFT || this == BACK_LEFT;
  }

  /** Whether the leg is at the robot's front end (positive x). */
  public boolean isFront() {
    return this == FRONT_LEFT || this == FRONT_RIGHT;
  }

  /**
   * The motor whose upper link goes over the back of the hip. It is the outer one: L of a left leg,
   * R of a right leg, and its half of the leg carries the foot.
   */
  public Motor rear() {
    return Motor.of(2 * ordinal() + (isLeft() ? 0 : 1));
  }

  /** The motor whose upper link goes over the front of the hip. */
  public Motor front() {
    return Motor.of(2 * ordinal() + (isLeft() ? 1 : 0));
  }
}
