package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import minitaur.controller.verify.FaultDrill;

/** Prints how many runs with a failing device ended as they should. */
final class DrillFigures {
  private final PrintStream out;
  private final boolean json;

  DrillFigures(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * Does the runs and prints what became of them.
   *
   * @return failed when a run was not as it should be
   */
  ExitCode print(int count) throws IOException {
    int right = 0;
    for (int number = 0; number < count; number++) {
      FaultDrill.Result result = FaultDrill.run(number);
      right += result.isRight() ? 1 : 0;
      if (json) {
        out.println(new ObjectMapper().writeValueAsString(result));
      } else if (!result.isRight()) {
        out.println("run " + number + " is wrong: " + result);
      }
    }
    if (!json) {
      out.printf(
          Locale.ROOT,
          "fault drill: %d of %d runs ended safe, named right and resumable (wanted: all)%n",
          right,
          count);
    }
    return right == count ? ExitCode.OK : ExitCode.FAILED;
  }
}
