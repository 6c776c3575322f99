package minitaur.controller.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import minitaur.controller.external.ExternalSpec;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.TaskSettings;
import org.jspecify.annotations.Nullable;

/** Metadata of a policy file that describe the training environment. */
final class PolicyMetadata {
  private static final String STATE = "state";
  private static final String ACTION_ORDER = "action_order";
  private static final String STATE_LAYOUT = "state_layout";
  private static final String INPUT_SCALING = "input_scaling";
  private static final String CONVENTIONS = "conventions";
  private static final String ACTION_MAPPING = "action_mapping";
  private static final String MOTOR_LAW = "motor_law";

  /** Prefix of the fields that may differ from the configuration. */
  private static final String TRAINED = "trained_";

  private static final Set<String> LISTS = Set.of(STATE, ACTION_ORDER);

  /** Descriptions that may be missing but must match this program if present. */
  private static final Set<String> DESCRIPTIONS =
      Set.of(STATE_LAYOUT, INPUT_SCALING, CONVENTIONS, ACTION_MAPPING, MOTOR_LAW);

  /** Cutoff of the filter between action and motors; a file without this field has no filter. */
  private static final String ACTION_FILTER = "action_filter_hz";

  private static final String NO_FILTER = "0.0";

  private PolicyMetadata() {}

  /** Metadata of the robot and its task. */
  static Map<String, String> ofRobot(ControllerConfig config) {
    TaskSettings task = config.task();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(STATE, String.join(",", ObservationLayout.stateNames()));
    fields.put(
        STATE_LAYOUT,
        "the 12 numbers of the current observation, of the past 5 observations and the 8 of the"
            + " past 5 actions, each newest first; before an episode's first step its first"
            + " observation repeated and zero actions");
    fields.put(
        INPUT_SCALING, "none: s is raw, rad and rad/s; any scaling is folded into w1 and b1");
    fields.put(ACTION_ORDER, String.join(",", ObservationLayout.actionNames()));
    fields.put(
        CONVENTIONS,
        "motor angle 0 = upper link straight up, pi = straight down, growing as the leg extends;"
            + " legs front-left, back-left, front-right, back-right, motors L then R; the rear"
            + " motor of a leg is L on the left and R on the right; rear = extension + swing, front"
            + " = extension - swing; swing above zero moves the foot forward; R = Rz(yaw) Ry(pitch)"
            + " Rx(roll), pitch above zero is nose down; angular velocity in trunk axes, x forward,"
            + " y left");
    fields.put("policy_rate_hz", Double.toString(task.timing().policyRateHz()));
    fields.put("swing_range_rad", Double.toString(task.actionMap().swingRange()));
    fields.put("extension_mid_rad", Double.toString(task.actionMap().extensionMid()));
    fields.put("extension_range_rad", Double.toString(task.actionMap().extensionRange()));
    fields.put(ACTION_FILTER, Double.toString(task.actionFilterHz()));
    fields.put("kp_duty_per_rad", Double.toString(task.gains().kp()));
    fields.put("kd_duty_per_rad_per_sec", Double.toString(task.gains().kd()));
    fields.put(
        ACTION_MAPPING,
        "swing = %s a[leg] rad, extension = %s + %s a[4 + leg] rad, held for one control step%s"
            .formatted(
                task.actionMap().swingRange(),
                task.actionMap().extensionMid(),
                task.actionMap().extensionRange(),
                task.actionFilterHz() > 0
                    ? "; a passes a second-order Butterworth low-pass filter first"
                        + " (action_filter_hz, bilinear transform, from 0 at an episode's start,"
                        + " clipped to [-1, 1])"
                    : ""));
    fields.put(MOTOR_LAW, "duty = clip(kp (q* - q) - kd qdot, -1, 1), every millisecond");
    fields.put(TRAINED + "task", task.name());
    if (task.powerBudget().isLimited()) {
      fields.put(TRAINED + "power_budget_watts", Double.toString(task.powerBudget().limitWatts()));
    }
    fields.put(
        TRAINED + "profile",
        config.robot().isSerial()
            ? "robot " + config.robot().name()
            : config.sim().profile().name().toLowerCase(Locale.ROOT));
    return fields;
  }

  /** Metadata of an external environment. */
  static Map<String, String> ofExternal(ExternalSpec spec) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("environment", spec.name());
    fields.put(STATE, "the %d numbers of an observation".formatted(spec.observations().size()));
    fields.put(
        ACTION_MAPPING,
        "-1 and 1 are mapped to %s and %s"
            .formatted(
                Arrays.toString(spec.actions().low()), Arrays.toString(spec.actions().high())));
    return fields;
  }

  /** Metadata of the training. */
  static Map<String, String> ofTraining(
      ControllerConfig config, String revision, long steps, long updates) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(TRAINED + "steps", Long.toString(steps));
    fields.put(TRAINED + "updates", Long.toString(updates));
    fields.put(TRAINED + "seed", Long.toString(config.run().seed()));
    fields.put(TRAINED + "revision", revision);
    return fields;
  }

  /**
   * Mismatches between policy metadata and configuration, one line each, beginning with the name of
   * the metadata field; empty if the policy may act.
   *
   * @param metadata of the policy file
   */
  static List<String> differences(Map<String, String> metadata, ControllerConfig config) {
    Map<String, String> expected = ofRobot(config);
    expected.keySet().removeIf(field -> field.startsWith(TRAINED));
    List<String> mismatches = new ArrayList<>();
    expected.forEach(
        (field, value) -> {
          String stored =
              field.equals(ACTION_FILTER)
                  ? metadata.getOrDefault(field, NO_FILTER)
                  : metadata.get(field);
          if (stored == null && DESCRIPTIONS.contains(field)) {
            return;
          }
          if (!value.equals(stored)) {
            mismatches.add(difference(field, stored, value));
          }
        });
    return mismatches;
  }

  /** Describes a mismatch; for a list only the first mismatching component. */
  private static String difference(String field, @Nullable String stored, String expected) {
    if (stored != null && LISTS.contains(field)) {
      String[] components = stored.split(",", -1);
      String[] expectedComponents = expected.split(",", -1);
      int first = Arrays.mismatch(components, expectedComponents);
      if (first >= 0 && first < Math.min(components.length, expectedComponents.length)) {
        return "component %d of %s is %s in the policy and %s in the program"
            .formatted(first, field, components[first], expectedComponents[first]);
      }
      return "%s has %d components in the policy and %d in the program"
          .formatted(field, components.length, expectedComponents.length);
    }
    return "%s is %s in the policy and %s in the configuration"
        .formatted(field, stored == null ? "missing" : stored, expected);
  }
}
