package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.train.SeamReplay;

/** Runs the controller on a record and shows where its commands differ. */
public final class ReplayJob implements Job<ReplayRequest> {
  private final PrintStream out;

  /**
   * @param out where the comparison goes
   */
  public ReplayJob(PrintStream out) {
    this.out = out;
  }

  @Override
  public ExitCode run(ReplayRequest request) throws IOException {
    SeamReplay.Result result =
        request.policy() == null
            ? SeamReplay.ofRun(request.config(), request.log())
            : SeamReplay.ofEvaluation(request.config(), request.log(), request.policy());
    out.println(request.json() ? json(result) : text(result));
    boolean same = result.differing() == 0 && result.unanswered() == 0;
    return same ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String json(SeamReplay.Result result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("commands", result.commands());
    fields.put("differing", result.differing());
    fields.put("unanswered", result.unanswered());
    double greatest = result.greatestDifference();
    fields.put("greatest_difference_rad", Double.isInfinite(greatest) ? "another mode" : greatest);
    fields.put("cut_off", result.cutOff());
    fields.put("episodes", result.episodes());
    return new ObjectMapper().valueToTree(fields).toString();
  }

  private static String text(SeamReplay.Result result) {
    StringBuilder text = new StringBuilder();
    for (SeamReplay.Episode episode : result.episodes()) {
      text.append(
          String.format(
              Locale.ROOT,
              "episode %4d, policy %6d, %4d steps: %s%n",
              episode.index(),
              episode.policyId(),
              episode.steps(),
              episode.differing() == 0
                  ? "the same commands"
                  : "%d commands differ, the first at step %d"
                      .formatted(episode.differing(), episode.firstDifference())));
    }
    double greatest = result.greatestDifference();
    text.append(
        String.format(
            Locale.ROOT,
            "%d commands compared, %d differ%s; %d of the record have no answer now%s",
            result.commands(),
            result.differing(),
            result.differing() == 0
                ? ""
                : Double.isInfinite(greatest)
                    ? " (in mode or gains)"
                    : String.format(Locale.ROOT, " (by up to %.3g rad)", greatest),
            result.unanswered(),
            result.cutOff() ? "; the record was cut off, as a killed program leaves it" : ""));
    return text.toString();
  }
}
