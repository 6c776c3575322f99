package minitaur.controller.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.TaskConfig;

/** What a policy's file says of the world that the policy belongs to. */
final class PolicyCircumstances {
  private PolicyCircumstances() {}

  /** Everything that must be the same wherever the policy acts. */
  static Map<String, String> binding(TaskConfig task) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("policy_rate_hz", Double.toString(task.policyRateHz()));
    texts.put("swing_range_rad", Double.toString(task.swingRange()));
    texts.put("extension_mid_rad", Double.toString(task.extensionMid()));
    texts.put("extension_range_rad", Double.toString(task.extensionRange()));
    texts.put("kp_duty_per_rad", Double.toString(task.kp()));
    texts.put("kd_duty_per_rad_per_sec", Double.toString(task.kd()));
    return texts;
  }

  /** All that a policy's file says beside its layout. */
  static Map<String, String> of(
      ControllerConfig config, String revision, long steps, long updates) {
    TaskConfig task = config.task();
    Map<String, String> texts = new LinkedHashMap<>(binding(task));
    texts.put(
        "action_mapping",
        "swing = %s a[leg] rad, extension = %s + %s a[4 + leg] rad, held for one control step"
            .formatted(task.swingRange(), task.extensionMid(), task.extensionRange()));
    texts.put("motor_law", "duty = clip(kp (q* - q) - kd qdot, -1, 1), every millisecond");
    texts.put(
        "trained_profile",
        config.robot().isSerial()
            ? "robot " + config.robot().name()
            : config.sim().profile().name().toLowerCase(Locale.ROOT));
    texts.put("trained_steps", Long.toString(steps));
    texts.put("trained_updates", Long.toString(updates));
    texts.put("trained_seed", Long.toString(config.run().seed()));
    texts.put("trained_revision", revision);
    return texts;
  }

  /**
   * How a policy's world differs from the configuration's, a line each; empty when the policy may
   * act.
   *
   * @param metadata of the policy's file
   */
  static List<String> differences(Map<String, String> metadata, TaskConfig task) {
    List<String> found = new ArrayList<>();
    binding(task)
        .forEach(
            (key, value) -> {
              String stored = metadata.get(key);
              if (!value.equals(stored)) {
                found.add(
                    key
                        + " is "
                        + stored
                        + " in the policy and "
                        + value
                        + " in the configuration");
              }
            });
    return found;
  }
}
