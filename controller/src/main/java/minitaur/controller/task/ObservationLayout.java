package minitaur.controller.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import minitaur.hal.Leg;
import minitaur.hal.Motor;

/**
 * Indices of the components of an observation {@code [12]}, an action {@code [8]} and a policy's
 * state {@code [112]}.
 *
 * <pre>
 *   observation   0 .. 7    motor angles
 *                 8         roll
 *                 9         pitch
 *                10         angular velocity x
 *                11         angular velocity y
 *   action        0 .. 3    swing of front-left, back-left, front-right, back-right
 *                 4 .. 7    extension in the same order
 *   state         0 .. 11   current observation
 *                12 .. 71   the past 5 observations, newest first
 *                72 .. 111  the past 5 actions, newest first
 * </pre>
 *
 * <p>Source: Haarnoja et al. 2018 (arXiv 1812.05905), section 7.2: current observation and the past
 * five observations and actions.
 */
public final class ObservationLayout {
  /** Components of an observation. */
  public static final int OBSERVATION_SIZE = 12;

  /** Components of an action. */
  public static final int ACTION_SIZE = 8;

  /** Number of past observations, and of past actions, in a state. */
  public static final int HISTORY_LENGTH = 5;

  /** Components of a state. */
  public static final int STATE_SIZE =
      OBSERVATION_SIZE + HISTORY_LENGTH * (OBSERVATION_SIZE + ACTION_SIZE);

  /**
   * Index of the first motor angle in an observation; the others follow in the order of {@link
   * Motor}.
   */
  public static final int MOTOR_ANGLES = 0;

  /** Index of the trunk's roll in an observation. */
  public static final int ROLL = 8;

  /** Index of the trunk's pitch in an observation. */
  public static final int PITCH = 9;

  /** Index of the trunk's angular velocity about its x axis in an observation. */
  public static final int ANGULAR_VELOCITY_X = 10;

  /** Index of the trunk's angular velocity about its y axis in an observation. */
  public static final int ANGULAR_VELOCITY_Y = 11;

  /** Index of the first leg's swing in an action; the others follow in the order of {@link Leg}. */
  public static final int SWINGS = 0;

  /**
   * Index of the first leg's extension in an action; the others follow in the order of {@link Leg}.
   */
  public static final int EXTENSIONS = 4;

  /** Index of the newest past observation in a state. */
  public static final int PAST_OBSERVATIONS = OBSERVATION_SIZE;

  /** Index of the newest past action in a state. */
  public static final int PAST_ACTIONS = OBSERVATION_SIZE + HISTORY_LENGTH * OBSERVATION_SIZE;

  private ObservationLayout() {}

  /** Names of the 12 components of an observation, with units. */
  public static List<String> observationNames() {
    List<String> names = new ArrayList<>(OBSERVATION_SIZE);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      names.add("motor_angle_" + lowerCase(Motor.of(motor)) + "_rad");
    }
    names.add("roll_rad");
    names.add("pitch_rad");
    names.add("angular_velocity_x_rad_per_sec");
    names.add("angular_velocity_y_rad_per_sec");
    return List.copyOf(names);
  }

  /** Names of the 8 components of an action, each in [-1, 1]. */
  public static List<String> actionNames() {
    List<String> names = new ArrayList<>(ACTION_SIZE);
    for (String prefix : List.of("swing_", "extension_")) {
      for (int leg = 0; leg < Leg.COUNT; leg++) {
        names.add(prefix + lowerCase(Leg.of(leg)));
      }
    }
    return List.copyOf(names);
  }

  /**
   * Names of the 112 components of a state; {@code [0]} is the current step, {@code [-1]} the
   * previous one.
   */
  public static List<String> stateNames() {
    List<String> names = new ArrayList<>(STATE_SIZE);
    for (int age = 0; age <= HISTORY_LENGTH; age++) {
      addNames(names, "observation", age, observationNames());
    }
    for (int age = 1; age <= HISTORY_LENGTH; age++) {
      addNames(names, "action", age, actionNames());
    }
    return List.copyOf(names);
  }

  private static void addNames(
      List<String> names, String prefix, int age, List<String> components) {
    for (String component : components) {
      names.add(prefix + "[" + -age + "]." + component);
    }
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
