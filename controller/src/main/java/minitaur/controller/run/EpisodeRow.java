package minitaur.controller.run;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of episodes.csv: one training episode.
 *
 * @param identity index of the episode and id of its policy
 * @param result result of the episode
 * @param session totals of the run so far
 */
public record EpisodeRow(Identity identity, Result result, Session session) {
  /**
   * Index of an episode and id of its policy.
   *
   * @param episode index of the episode, from 0
   * @param endStep environment steps of the run when the episode ended
   * @param policyId id of the acting policy
   */
  public record Identity(long episode, long endStep, long policyId) {}

  /**
   * Result of an episode.
   *
   * @param steps control steps of the episode
   * @param episodeReturn sum of its rewards
   * @param meanVelocity mean forward velocity, m/s
   * @param distance forward displacement, m
   * @param end reason for the end
   * @param dropped transitions not stored because a pose was missing
   * @param energyJoules electrical energy consumed by the motors, J
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
   * Elapsed times and operator interventions of the run so far.
   *
   * @param wallSeconds time since the start of the run, s, excluding pauses before it was resumed
   * @param resets number of resets by the operator
   * @param standUps number of falls after which the robot stood up by itself
   * @param resetsPerHundred resets per 100 episodes
   * @param robotMinutes robot time, min
   * @param humanMinutes time waiting for the operator, min
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

  /** Whether the episode ended with a fall. */
  public boolean fell() {
    return result.end.startsWith("fell ");
  }

  /** Converts a table to rows. */
  public static List<EpisodeRow> of(CsvTable table) throws CsvFormatException {
    double[][] numbers = new double[COLUMNS.size()][];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i == END ? new double[0] : table.numbers(COLUMNS.get(i));
    }
    List<String> ends = table.strings(COLUMNS.get(END));
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
