package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import minitaur.controller.command.options.ExitCode;
import minitaur.controller.command.options.Program;
import minitaur.controller.run.LearningCurve;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "plot",
    header = "Plot learning curves of several runs.",
    description =
        "Plots return, forward velocity and temperature over environment steps. Runs of the same"
            + " simulation profile form one curve: the mean, the range over seeds as a band, and"
            + " each run as a thin line.",
    footer = {
      "",
      "Examples:",
      "  minitaur plot runs/nominal-* runs/realistic-* --output curves.png"
    })
final class PlotCommand implements Callable<ExitCode> {
  private final Program program;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Directories of runs.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private List<Path> runs;

  @Option(names = "--output", paramLabel = "PNG", required = true, description = "Image to write.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path output;

  PlotCommand(Program program) {
    this.program = program;
  }

  @Override
  public ExitCode call() throws IOException {
    Map<String, List<Path>> groups = new LinkedHashMap<>();
    for (Path run : runs) {
      String profile =
          ControllerConfig.ofRun(run, List.of()).sim().profile().name().toLowerCase(Locale.ROOT);
      groups
          .computeIfAbsent(profile, name -> new ArrayList<>())
          .add(run.resolve(RunDirectory.PROGRESS));
    }
    LearningCurve.drawMany(groups, output);
    program.out().println("Wrote " + output);
    return ExitCode.OK;
  }
}
