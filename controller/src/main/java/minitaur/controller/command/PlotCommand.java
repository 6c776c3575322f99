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
import minitaur.controller.run.Aggregate;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.FigureStyle;
import minitaur.controller.run.LearningCurvePlotter;
import minitaur.controller.run.PlottedRun;
import minitaur.controller.run.XAxis;
import minitaur.controller.run.storage.FigureFormat;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "plot",
    header = "Plot learning curves of several runs.",
    description =
        "Plots return, forward velocity and temperature over environment steps or robot time. Runs"
            + " of the same learner, simulation profile and task form one curve over the steps that"
            + " all of them reached, with a band over the runs and each run as a thin line. A"
            + " single run also shows the returns of its training episodes.",
    footer = {
      "",
      "Examples:",
      "  minitaur plot runs/nominal-* runs/realistic-* --output curves.png",
      "  minitaur plot runs/nominal-* --columns 1 --aggregate iqm --output figure.pdf"
    })
final class PlotCommand extends ProgramCommand {
  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Directories of runs.")
  private List<Path> runs;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "Figure to write: .png, .svg or .pdf.")
  private Path output;

  @Option(
      names = "--columns",
      paramLabel = "N",
      description =
          "Width of a figure for a paper: 1 (3.5 inches) or 2 (7.16 inches). Default: for a"
              + " screen.")
  private @Nullable Integer columns;

  @Option(
      names = "--x",
      paramLabel = "AXIS",
      defaultValue = "steps",
      description = "Horizontal axis: steps, or robot-time in minutes (logarithmic).")
  private XAxis axis;

  @Option(
      names = "--aggregate",
      paramLabel = "KIND",
      defaultValue = "mean",
      description =
          "Curve of several runs: mean (with the range), or iqm (interquartile mean with a 95 %%"
              + " bootstrap interval).")
  private Aggregate aggregate;

  @Option(
      names = "--power",
      description =
          "Draw forward velocity, electrical power and predicted winding temperature instead of"
              + " return, velocity and the learner's temperature.")
  private boolean power;

  PlotCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    Integer columnCount = columns;
    require(
        columnCount == null || columnCount == 1 || columnCount == 2,
        "--columns",
        columnCount,
        "1, 2");
    require(FigureFormat.of(output).isPresent(), "--output", output, "a .png, .svg or .pdf file");
    requireWritable("--output", output);
    Map<String, List<PlottedRun>> groups = new LinkedHashMap<>();
    for (Path run : runs) {
      ControllerConfig config = ControllerConfig.ofRun(run, List.of());
      String group =
          "%s, %s%s"
              .formatted(
                  config.learner().name(),
                  config.sim().profile().name().toLowerCase(Locale.ROOT),
                  config.task().powerBudget().isLimited() ? ", sustainable" : "");
      groups
          .computeIfAbsent(group, name -> new ArrayList<>())
          .add(PlottedRun.of(run, config.run().seed(), config.task().timing().policyRateHz()));
    }
    FigureStyle style = columnCount == null ? FigureStyle.SCREEN : FigureStyle.paper(columnCount);
    LearningCurvePlotter plotter = new LearningCurvePlotter(style, axis, aggregate);
    if (power) {
      plotter.drawPower(groups, output);
    } else {
      plotter.drawGroups(groups, output);
    }
    out.println("Wrote " + output);
    return ExitCode.OK;
  }
}
