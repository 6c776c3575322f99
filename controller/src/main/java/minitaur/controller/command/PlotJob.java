package minitaur.controller.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.run.LearningCurve;
import minitaur.controller.run.RunDirectory;

/** Draws learning curves, one a simulation profile. */
public final class PlotJob implements Job<PlotRequest> {
  private final PrintStream out;

  /**
   * @param out where it says what it did
   */
  public PlotJob(PrintStream out) {
    this.out = out;
  }

  @Override
  public ExitCode run(PlotRequest request) throws IOException {
    Map<String, List<Path>> groups = new LinkedHashMap<>();
    for (Path run : request.runs()) {
      String profile =
          RunDirectory.readConfig(run, List.of()).sim().profile().name().toLowerCase(Locale.ROOT);
      groups
          .computeIfAbsent(profile, name -> new ArrayList<>())
          .add(run.resolve(RunDirectory.PROGRESS));
    }
    LearningCurve.drawMany(groups, request.output());
    out.println("Drew " + request.output());
    return ExitCode.OK;
  }
}
