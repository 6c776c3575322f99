package minitaur.controller.run;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of episodes.csv: an episode of the training.
 *
 * @param identity which episode and which policy
 * @param result of the episode
 * @param session of the run so far
 */
public record EpisodeRow(Identity identity, Result result, Session session) {
  /**
   * Which episode and which policy.
   *
   * @param episode number of the episode, from 0
   * @param endStep environment steps of the run when it ended
   * @param policyId the policy that acted
   */
  public record Identity(long episode, long endStep, long policyId) {}

  /**
   * Result of an episode.
   *
   * @param steps its own steps
   * @param episodeReturn sum of its rewards
   * @param meanVelocity mean forward velocity, m/s
   * @param distance forward displacement, m
   * @param end why it ended
   * @param dropped transitions that were not stored, because a pose was missing
   * @param energyJoules electrical energy that the motors took
   */
  public record Result(
      int steps,
      double episodeReturn,
      double meanVelocity,
      double distance,
      String end,
      int dropped,
      double energyJoules) {}

  /**
   * Time and work of the run so far.
   *
   * @param wallSeconds time since the run began, pauses between resumed parts left out
   * @param resets by the operator
   * @param standUps falls after which the robot stood up by itself
   * @param resetsPerHundred resets in a hundred episodes
   * @param robotMinutes in which the robot worked
   * @param humanMinutes in which it waited for the operator
   */
  public record Session(
      double wallSeconds,
      long resets,
      long standUps,
      double resetsPerHundred,
      double robotMinutes,
      double humanMinutes) {}

  /** The table's columns. */
  public static final List<String> COLUMNS =
      List.of(
          "episode",
          "end_step",
          "steps",
          "return",
          "mean_velocity",
          "distance",
          "end",
          "dropped",
          "policy_id",
          "energy_joules",
          "wall_seconds",
          "resets",
          "stand_ups",
          "resets_per_100",
          "robot_minutes",
          "human_minutes");

  private static final int END = COLUMNS.indexOf("end");

  /** Whether it ended by a fall. */
  public boolean fell() {
    return result.end.startsWith("fell ");
  }

  /** The rows of a table that was read. */
  public static List<EpisodeRow> of(CsvTable table) throws CsvFormatException {
    double[][] numbers = new double[COLUMNS.size()][];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i == END ? new double[0] : table.numbers(COLUMNS.get(i));
    }
    List<String> ends = table.texts(COLUMNS.get(END));
    List<EpisodeRow> rows = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      rows.add(
          new EpisodeRow(
              new Identity((long) numbers[0][row], (long) numbers[1][row], (long) numbers[8][row]),
              new Result(
                  (int) numbers[2][row],
                  numbers[3][row],
                  numbers[4][row],
                  numbers[5][row],
                  ends.get(row),
                  (int) numbers[7][row],
                  numbers[9][row]),
              new Session(
                  numbers[10][row],
                  (long) numbers[11][row],
                  (long) numbers[12][row],
                  numbers[13][row],
                  numbers[14][row],
                  numbers[15][row])));
    }
    return rows;
  }

  /** The values in the order of {@link #COLUMNS}. */
  public List<Object> values() {
    return List.of(
        identity.episode,
        identity.endStep,
        result.steps,
        result.episodeReturn,
        result.meanVelocity,
        result.distance,
        result.end,
        result.dropped,
        identity.policyId,
        result.energyJoules,
        session.wallSeconds,
        session.resets,
        session.standUps,
        session.resetsPerHundred,
        session.robotMinutes,
        session.humanMinutes);
  }
}
