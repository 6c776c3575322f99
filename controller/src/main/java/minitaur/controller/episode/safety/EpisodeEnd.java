package minitaur.controller.episode.safety;

/**
 * Why an episode ended. A termination is part of the task: no reward follows it. A truncation is
 * not: the robot could have continued, so the value of the last state is still bootstrapped.
 */
public sealed interface EpisodeEnd {
  /** Factor on the value of the last state: 0 after a termination, 1 after a truncation. */
  float discount();

  /** Human-readable, such as "fell forward, pitch 34 degrees". */
  String describe();

  /** Human-readable, such as "fell forward, pitch 34 degrees, after 212 steps". */
  default String describe(int steps) {
    return describe() + ", after " + steps + " steps";
  }

  /** A sentence without the final period: "the robot fell forward, pitch 34 degrees". */
  default String sentence() {
    return describe();
  }

  /** The sentence with ", after 212 steps". */
  default String sentence(int steps) {
    return sentence() + ", after " + steps + " steps";
  }

  /** The robot fell. */
  record Termination(Fall fall) implements EpisodeEnd {
    @Override
    public float discount() {
      return 0;
    }

    @Override
    public String describe() {
      return fall.describe();
    }

    @Override
    public String sentence() {
      return "the robot " + describe();
    }
  }

  /** An external environment terminated the episode. */
  record EnvironmentTermination() implements EpisodeEnd {
    @Override
    public float discount() {
      return 0;
    }

    @Override
    public String describe() {
      return "the environment terminated the episode";
    }
  }

  /** The episode was truncated for a reason outside of the task. */
  record Truncation(Reason reason) implements EpisodeEnd {
    /** Reason of a truncation. */
    public enum Reason {
      TIME_LIMIT("the episode reached the time limit"),
      RUN_ENDED("the run ended"),
      OUT_OF_LANE("the robot left the lane"),
      OPERATOR("the operator stopped the robot"),
      LINK_LOST("the link to the robot was lost"),
      ROBOT_STOPPED("the robot stopped itself"),
      MOCAP_LOST("motion capture was lost"),
      SENSOR_INVALID("a sensor reported an invalid value"),
      TOO_LOW("the trunk was too low"),
      LEGS_CROSSED("legs came too close to each other"),
      LEG_AT_STOP("a leg came too close to its stop"),
      MOTOR_HOT("a motor became too hot"),
      MOTOR_STRAINED("a motor was overloaded for too long"),
      BATTERY_LOW("the battery ran low"),
      ENCODERS_STALE("encoder data were too old"),
      IMU_STALE("IMU data were too old"),
      CONTROL_LATE("the control loop missed its deadline"),
      ACTION_INVALID("the policy returned an action outside -1 to 1"),
      ACTION_JUMP("the policy's action jumped"),
      POLICY_MISMATCH("the policy changed during the episode");

      private final String text;

      Reason(String text) {
        this.text = text;
      }
    }

    @Override
    public float discount() {
      return 1;
    }

    @Override
    public String describe() {
      return reason.text;
    }
  }
}
