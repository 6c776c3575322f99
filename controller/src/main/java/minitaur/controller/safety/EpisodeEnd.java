package minitaur.controller.safety;

/**
 * Why an episode is over. A termination belongs to the task: nothing can be earned after it. A
 * truncation does not: the robot could have gone on, so the value of the last state still counts.
 */
public sealed interface EpisodeEnd {
  /** Factor of the value of the last state: 0 after a termination, 1 after a truncation. */
  float discount();

  /** For people, such as "fell forward, pitch 34 degrees, after 212 steps". */
  String describe(int steps);

  /** The robot fell. */
  record Termination(Fall fall) implements EpisodeEnd {
    @Override
    public float discount() {
      return 0;
    }

    @Override
    public String describe(int steps) {
      return fall.describe() + ", after " + steps + " steps";
    }
  }

  /** The episode was cut short by something outside of the task. */
  record Truncation(Reason reason) implements EpisodeEnd {
    /** What cut the episode short. */
    public enum Reason {
      TIME_LIMIT("reached the time limit"),
      OUT_OF_LANE("out of the lane"),
      OPERATOR("stopped by the operator"),
      LINK_LOST("lost the link to the robot"),
      ROBOT_STOPPED("the robot stopped itself"),
      MOCAP_LOST("lost motion capture"),
      SENSOR_INVALID("a sensor gave no valid number");

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
    public String describe(int steps) {
      return reason.text + ", after " + steps + " steps";
    }
  }
}
