package minitaur.controller.external;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.settings.Setting;

/** Settings of the environment on which the learner trains. */
public record EnvironmentSettings(
    @Setting(
            doc =
                "minitaur: the robot, simulated or real. gymnasium:ID: a Gymnasium environment,"
                    + " such as gymnasium:HalfCheetah-v5. program:COMMAND: any program that"
                    + " implements the protocol of docs/gymnasium.md; words are separated by"
                    + " spaces.")
        String id,
    @Setting(doc = "Python interpreter of gymnasium:ID; it needs the package gymnasium.")
        String python,
    @Setting(
            doc =
                "Additional limit of an episode of an external environment, after which it is"
                    + " truncated; 0 for the environment's own limit only.",
            unit = "environment steps")
        int maxEpisodeSteps,
    @Setting(
            doc = "Timeout of each response of an external environment, including its startup.",
            unit = "s")
        double timeoutSeconds) {
  /** Max limit of an episode: the replay file has space for two episodes besides its capacity. */
  static final int MAX_EPISODE_STEPS = 1_000_000;

  private static final String ROBOT = "minitaur";
  private static final String GYMNASIUM = "gymnasium:";
  private static final String PROGRAM = "program:";

  public EnvironmentSettings {
    boolean isSupported =
        id.equals(ROBOT)
            || (isGymnasium(id) && id.length() > GYMNASIUM.length())
            || (id.startsWith(PROGRAM) && !id.substring(PROGRAM.length()).isBlank());
    require(isSupported, "id", id, "minitaur, gymnasium:ID or program:COMMAND");
    require(!python.isBlank(), "python", python, "the path of an interpreter");
    require(
        maxEpisodeSteps >= 0 && maxEpisodeSteps <= MAX_EPISODE_STEPS,
        "maxEpisodeSteps",
        maxEpisodeSteps,
        "0 to " + MAX_EPISODE_STEPS);
    requireBetween("timeoutSeconds", timeoutSeconds, 0.1, 3600);
  }

  /** The project's defaults: the robot. */
  public static EnvironmentSettings defaults() {
    return new EnvironmentSettings(ROBOT, "python3", 0, 60);
  }

  /** Whether the environment runs in another process instead of being the robot. */
  public boolean isExternal() {
    return !id.equals(ROBOT);
  }

  /** Whether the id of an environment names one of Gymnasium. */
  public static boolean isGymnasium(String id) {
    return id.startsWith(GYMNASIUM);
  }

  /** The command that starts the server of the environment. */
  List<String> command() {
    if (id.startsWith(PROGRAM)) {
      return List.of(id.substring(PROGRAM.length()).strip().split(" +"));
    }
    List<String> command = new ArrayList<>(GymnasiumServer.command(python));
    command.add(id.substring(GYMNASIUM.length()));
    return command;
  }
}
