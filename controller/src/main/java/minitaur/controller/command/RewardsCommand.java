package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.record.steps.RewardCheck;
import minitaur.controller.record.steps.StepLog;
import minitaur.controller.run.ExitCode;
import minitaur.controller.task.reward.RewardTermValues;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rewards",
    header = "Recompute the rewards of a run from its step log.",
    description =
        "Reads a step log, written by training with --set recording.stepLog=200, and reports for"
            + " each episode whether the recomputed rewards are bit-identical. The exit code is 1"
            + " when a reward differs or the log contains no complete episode.",
    footer = {
      "",
      "Examples:",
      "  minitaur rewards runs/DIR",
      "  minitaur rewards runs/DIR/steps-earlier.log --json"
    })
final class RewardsCommand extends ProgramCommand {
  @Parameters(paramLabel = "RUN|LOG", description = "Directory of a run, or a step log.")
  private Path log;

  @Option(names = "--json", description = "Print one JSON object per episode.")
  private boolean json;

  RewardsCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    List<Path> files = StepLog.files(log);
    if (files.isEmpty()) {
      throw new IOException(
          log
              + ": no step log; train with --set recording.stepLog=200 to write one of at most 200"
              + " MB");
    }
    List<RewardCheck.Outcome> all = new ArrayList<>();
    for (Path file : files) {
      List<RewardCheck.Outcome> outcomes = new ArrayList<>();
      boolean truncated = RewardCheck.run(file, outcomes::add);
      for (RewardCheck.Outcome outcome : outcomes) {
        print(outcome);
      }
      all.addAll(outcomes);
      if (truncated && !json) {
        out.println(file + " is truncated; later records are lost");
      }
    }
    List<RewardCheck.Outcome> complete =
        all.stream().filter(RewardCheck.Outcome::isComplete).toList();
    long differing = complete.stream().mapToLong(RewardCheck.Outcome::differing).sum();
    if (!json) {
      for (String term : RewardTermValues.NAMES) {
        out.printf(
            Locale.ROOT,
            "%-20s %10s per episode%n",
            term,
            Text.number(
                "%.4f",
                complete.stream()
                    .mapToDouble(o -> o.terms().value(term))
                    .average()
                    .orElse(Double.NaN)));
      }
      out.printf(
          Locale.ROOT,
          "%d complete episodes, %d rewards: %s%n",
          complete.size(),
          complete.stream().mapToLong(RewardCheck.Outcome::rewards).sum(),
          complete.isEmpty()
              ? "nothing to compare"
              : differing == 0 ? "all identical" : differing + " differ");
    }
    return ExitCode.of(differing == 0 && !complete.isEmpty());
  }

  private void print(RewardCheck.Outcome outcome) throws IOException {
    if (json) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("episode", outcome.episode());
      fields.put("steps", outcome.steps());
      fields.put("rewards", outcome.rewards());
      fields.put("differing", outcome.differing());
      fields.put("max_difference", outcome.maxDifference());
      fields.put("logged_return", outcome.isComplete() ? outcome.loggedReturn() : null);
      fields.put("computed_return", outcome.computedReturn());
      Map<String, Double> terms = new LinkedHashMap<>();
      RewardTermValues.NAMES.forEach(name -> terms.put(name, outcome.terms().value(name)));
      fields.put("computed_return_by_term", terms);
      fields.put("complete", outcome.isComplete());
      program.printJson(fields);
      return;
    }
    out.printf(
        Locale.ROOT,
        "episode %5d  %5d steps  %5d rewards  return %10s  %s%n",
        outcome.episode(),
        outcome.steps(),
        outcome.rewards(),
        Text.number("%.4f", outcome.computedReturn()),
        describeResult(outcome));
  }

  private static String describeResult(RewardCheck.Outcome outcome) {
    if (outcome.missing() > 0) {
      return outcome.missing() + " records were not logged; result unknown";
    }
    if (!outcome.isComplete()) {
      return "incomplete in the log";
    }
    return outcome.isEqual()
        ? "identical"
        : Text.of("%d differ, by up to %.3g", outcome.differing(), outcome.maxDifference());
  }
}
