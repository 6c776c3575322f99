package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.EnumNames;
import minitaur.controller.command.options.PolicyOption;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.render.SweepFigure;
import minitaur.controller.run.render.TerrainFigure;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.verify.RobustnessSuite;
import minitaur.controller.verify.TerrainSuite;
import minitaur.controller.verify.TerrainTrial;
import minitaur.hal.RobotGeometry;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "generalize",
    header = "Measure a policy on terrains that it was not trained on.",
    description = {
      "Runs deterministic episodes on slopes, stairs, wooden blocks and slippery ground, or on each"
          + " terrain of --terrain. Each episode varies the start and the terrain. A course is"
          + " crossed when the trunk passes its end within the lane without a fall; a fall is a"
          + " tilt beyond the limit relative to the ground.",
      "The exit code is 1 when a threshold is missed."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur generalize --policy runs/first/policy.safetensors",
      "  minitaur generalize --policy walk.safetensors --terrain slope:8,gap:0.1",
      "  minitaur generalize --policy walk.safetensors --json --figure terrains",
      "  minitaur generalize --policy walk.safetensors --suite robustness --json"
    })
final class GeneralizeCommand extends ProgramCommand {
  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final PolicyOption policy = new PolicyOption();

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      completionCandidates = Names.class,
      defaultValue = "terrains",
      description =
          "What to vary: ${COMPLETION-CANDIDATES}. robustness sweeps pushes, payload, a weak motor,"
              + " latency, friction and encoder noise.")
  private Suite suite;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "20",
      description = "Number of episodes on each terrain, or at each point of a sweep.")
  private int episodes;

  @Option(
      names = "--episode-seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "Time in which the end of the course must be reached.")
  private double seconds;

  @Option(
      names = "--figure",
      paramLabel = "NAME",
      description =
          "Draw an episode on each terrain, or the curves of the sweeps, into NAME.svg and"
              + " NAME.png. Default: none.")
  private @Nullable Path figure;

  @Option(names = "--json", description = "Print one JSON object per terrain or point.")
  private boolean json;

  /** What the episodes vary. */
  private enum Suite {
    TERRAINS,
    ROBUSTNESS
  }

  static final class Names extends EnumNames<Suite> {
    Names() {
      super(Suite.class);
    }
  }

  GeneralizeCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    require(episodes >= 1, "--episodes", episodes, "at least 1");
    require(seconds >= 1 && seconds <= 600, "--episode-seconds", seconds, "1 to 600");
    requireUsed(suite == Suite.TERRAINS, "--suite terrains", "--episode-seconds");
    for (Path file : figureFiles()) {
      requireWritable("--figure", file);
    }
    List<ConfigOverride> userOverrides = runOptions.overrides();
    ControllerConfig config = configOptions.read(userOverrides);
    return suite == Suite.TERRAINS
        ? evaluateTerrains(config, userOverrides)
        : evaluateRobustness(config);
  }

  private ExitCode evaluateTerrains(ControllerConfig config, List<ConfigOverride> userOverrides)
      throws IOException {
    TerrainSuite terrains =
        userOverrides.stream().anyMatch(override -> override.path().equals("sim.terrain"))
            ? TerrainSuite.of(SimulatedSession.terrainMix(config.sim()))
            : TerrainSuite.standard();
    List<TerrainFigure.Strip> strips = new ArrayList<>();
    boolean allMet = true;
    if (!json) {
      out.println(
          "terrain                    crossed  fell stuck  velocity    energy  worst pitch"
              + "  threshold");
    }
    for (TerrainSuite.Entry entry : terrains.entries()) {
      List<ConfigOverride> overrides = new ArrayList<>(userOverrides);
      String terrain = entry.terrain().toString();
      overrides.add(new ConfigOverride("generalize", "sim.terrain", terrain));
      overrides.add(
          new ConfigOverride(
              "generalize",
              "task.episodeSteps",
              Long.toString(Math.round(seconds * config.task().timing().policyRateHz()))));
      ControllerConfig terrainConfig = configOptions.read(overrides);
      TerrainTrial trial = new TerrainTrial(terrainConfig, policy.deterministic(terrainConfig));
      TerrainTrial.Outcome outcome = trial.run(episodes);
      allMet &= entry.isMetBy(outcome);
      print(outcome, entry);
      if (figure != null) {
        strips.add(trial.draw(Text.of("%s: crossed in %.0f %%", terrain, 100 * outcome.share())));
      }
    }
    for (Path file : figureFiles()) {
      new TerrainFigure(RobotGeometry.nominal()).draw(strips, file);
    }
    return ExitCode.of(allMet);
  }

  private List<Path> figureFiles() {
    if (figure == null) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    for (String extension : List.of(".svg", ".png")) {
      files.add(figure.resolveSibling(figure.getFileName() + extension));
    }
    return files;
  }

  private ExitCode evaluateRobustness(ControllerConfig config) throws IOException {
    RobustnessSuite robustness =
        new RobustnessSuite(config, policy.deterministic(config), episodes);
    List<SweepFigure.Panel> panels = new ArrayList<>();
    for (RobustnessSuite.Sweep sweep : RobustnessSuite.Sweep.values()) {
      List<RobustnessSuite.Point> points = robustness.run(sweep);
      for (RobustnessSuite.Point point : points) {
        print(point);
      }
      if (sweep.isPush() && !json) {
        out.printf(
            Locale.ROOT,
            "%-16s %7.3g Ns is the max survived in every episode%n",
            sweep.title(),
            RobustnessSuite.maxSurvived(points));
      }
      panels.add(
          new SweepFigure.Panel(
              sweep.title(),
              sweep.unit(),
              points.stream().mapToDouble(RobustnessSuite.Point::value).toArray(),
              points.stream().mapToDouble(RobustnessSuite.Point::survivalRate).toArray()));
    }
    for (Path file : figureFiles()) {
      SweepFigure.draw(panels, file);
    }
    return ExitCode.OK;
  }

  private void print(RobustnessSuite.Point point) throws IOException {
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("sweep", point.sweep().title());
      fields.put("value", point.value());
      fields.put("unit", point.sweep().unit());
      fields.put("survived", point.survivalRate());
      fields.put("mean_forward_velocity_m_per_s", point.meanVelocity());
      program.printJson(fields);
      return;
    }
    out.printf(
        Locale.ROOT,
        "%-16s %7.3g %-4s survived %3.0f %%  %6s m/s%n",
        point.sweep().title(),
        point.value(),
        point.sweep().unit(),
        100 * point.survivalRate(),
        Text.number("%.3f", point.meanVelocity()));
  }

  private void print(TerrainTrial.Outcome outcome, TerrainSuite.Entry entry) throws IOException {
    double energy = outcome.energyPerMetre();
    if (json) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("terrain", outcome.terrain().toString());
      fields.put("episodes", outcome.episodes());
      fields.put("crossed", outcome.crossed());
      fields.put("fell", outcome.fell());
      fields.put("stuck", outcome.stuck());
      fields.put("mean_forward_velocity_m_per_s", outcome.meanVelocity());
      fields.put("energy_j_per_m", energy);
      fields.put("worst_pitch_rad", outcome.worstPitch());
      fields.put("threshold", entry.hasThreshold() ? entry.minShare() : null);
      fields.put("met", entry.isMetBy(outcome));
      program.printJson(fields);
      return;
    }
    out.printf(
        Locale.ROOT,
        "%-26s %4d/%-3d %5d %5d  %5s m/s %5s J/m    %5.1f deg  %s%n",
        outcome.terrain(),
        outcome.crossed(),
        outcome.episodes(),
        outcome.fell(),
        outcome.stuck(),
        Text.number("%.2f", outcome.meanVelocity()),
        Text.number("%.0f", energy),
        Math.toDegrees(outcome.worstPitch()),
        entry.hasThreshold()
            ? Text.of(
                "%.0f %% %s", 100 * entry.minShare(), entry.isMetBy(outcome) ? "met" : "MISSED")
            : "-");
  }
}
