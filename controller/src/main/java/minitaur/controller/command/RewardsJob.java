package minitaur.controller.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.record.steps.RewardCheck;
import minitaur.controller.record.steps.StepLog;

/** Computes the rewards of a logged run again and says whether they are equal. */
public final class RewardsJob implements Job<RewardsRequest> {
  private final PrintStream out;

  /**
   * @param out where the result goes
   */
  public RewardsJob(PrintStream out) {
    this.out = out;
  }

  @Override
  public ExitCode run(RewardsRequest request) throws IOException {
    List<Path> files = StepLog.files(request.log());
    if (files.isEmpty()) {
      throw new IOException(
          request.log()
              + ": holds no log of steps; train with --set mocap.stepLog=200 to get one of at most"
              + " 200 MB");
    }
    List<RewardCheck.Outcome> all = new ArrayList<>();
    for (Path file : files) {
      boolean cutOff =
          RewardCheck.run(
              file,
              outcome -> {
                print(outcome, request.json());
                all.add(outcome);
              });
      if (cutOff && !request.json()) {
        out.println(file + " was cut off; what follows there is lost");
      }
    }
    long differing =
        all.stream().filter(RewardCheck.Outcome::isWhole).mapToLong(each -> each.differing()).sum();
    if (!request.json()) {
      printSum(all, differing);
    }
    return differing == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(RewardCheck.Outcome outcome, boolean json) {
    if (json) {
      out.println(json(outcome));
      return;
    }
    String judgement = "equal to the bit";
    if (outcome.missing() > 0) {
      judgement = outcome.missing() + " records did not fit into the log: nothing can be said";
    } else if (!outcome.isWhole()) {
      judgement = "not in the log to its end";
    } else if (!outcome.isEqual()) {
      judgement =
          String.format(
              Locale.ROOT,
              "%d differ, by up to %.3g",
              outcome.differing(),
              outcome.greatestDifference());
    }
    out.printf(
        Locale.ROOT,
        "episode %5d  %5d steps  %5d rewards  return %10.4f  %s%n",
        outcome.episode(),
        outcome.steps(),
        outcome.rewards(),
        outcome.computedReturn(),
        judgement);
  }

  private void printSum(List<RewardCheck.Outcome> all, long differing) {
    List<RewardCheck.Outcome> whole = all.stream().filter(RewardCheck.Outcome::isWhole).toList();
    long rewards = whole.stream().mapToLong(RewardCheck.Outcome::rewards).sum();
    out.printf(
        Locale.ROOT,
        "%d whole episodes, %d rewards: %s%n",
        whole.size(),
        rewards,
        differing == 0 ? "all equal to the bit" : differing + " differ");
  }

  private static String json(RewardCheck.Outcome outcome) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("episode", outcome.episode());
    fields.put("steps", outcome.steps());
    fields.put("rewards", outcome.rewards());
    fields.put("differing", outcome.differing());
    fields.put("greatest_difference", outcome.greatestDifference());
    fields.put("return_then", outcome.isWhole() ? outcome.loggedReturn() : null);
    fields.put("return_now", outcome.computedReturn());
    fields.put("whole", outcome.isWhole());
    try {
      return new ObjectMapper().writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
