package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunLogging;
import minitaur.controller.train.TrainingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands' work from end to end, with a tiny learner. */
class JobsTest {
  private static final BuildInfo BUILD = new BuildInfo("test", "0123456", false);

  @TempDir private Path temporary;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void trainsThenEvaluatesDrawsAndPlots() throws Exception {
    Path run = train(config());
    assertThat(printed())
        .contains("Training in " + run)
        .contains("400 steps: return")
        .contains("Done. Learning curve: ");

    EvaluateJob evaluate = new EvaluateJob(Reader.nullReader(), out);
    Path policy = run.resolve("policy.safetensors");
    assertThat(evaluate.run(new EvaluateRequest(config(), policy, 2, true, null)))
        .isEqualTo(ExitCode.OK);
    JsonNode result = new ObjectMapper().readTree(lastLine());
    assertThat(result.get("episodes").asInt()).isEqualTo(2);
    assertThat(result.get("mean_forward_velocity_m_per_s").isNumber()).isTrue();
    assertThat(result.get("walks").isBoolean()).isTrue();
    assertThat(evaluate.run(new EvaluateRequest(config(), policy, 1, false, null)))
        .isEqualTo(ExitCode.OK);
    assertThat(printed()).contains("mean forward velocity").contains("of 1 episodes");

    Path picture = temporary.resolve("walk.png");
    new RenderJob(out).run(new RenderRequest(config(), policy, picture));
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isPositive();
    Path curves = temporary.resolve("curves.png");
    new PlotJob(out).run(new PlotRequest(List.of(run, run), curves));
    assertThat(ImageIO.read(curves.toFile()).getHeight()).isPositive();
  }

  @Test
  void policyOfAnotherTaskIsRefusedWithTheDifference() throws Exception {
    Path policy = train(config()).resolve("policy.safetensors");
    ControllerConfig other = config("task.swingRange=0.4", "task.policyRateHz=25");
    assertThatThrownBy(
            () ->
                new EvaluateJob(Reader.nullReader(), out)
                    .run(new EvaluateRequest(other, policy, 1, false, null)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("policy_rate_hz is 50.0 in the policy and 25.0 in the configuration")
        .hasMessageContaining("swing_range_rad is 0.5 in the policy and 0.4 in the configuration");
  }

  @Test
  void evaluationIsRepeatable() throws Exception {
    Path policy = train(config()).resolve("policy.safetensors");
    EvaluateJob evaluate = new EvaluateJob(Reader.nullReader(), out);
    evaluate.run(new EvaluateRequest(config(), policy, 2, true, null));
    String first = lastLine();
    evaluate.run(new EvaluateRequest(config(), policy, 2, true, null));
    assertThat(lastLine()).isEqualTo(first);
  }

  @Test
  void benchmarksPrintTheirFigureWithTheLimitBesideIt() throws Exception {
    BenchJob bench = new BenchJob(out);
    bench.run(new BenchRequest(config(), BenchRequest.Subject.LEARNER, 0.2, 1, true));
    JsonNode learner = new ObjectMapper().readTree(lastLine());
    assertThat(learner.get("share_of_limit").asDouble())
        .isEqualTo(
            learner.get("one_thread_updates_per_s").asDouble()
                / learner.get("limit_updates_per_s").asDouble());
    bench.run(new BenchRequest(config(), BenchRequest.Subject.SIM, 0.2, 1, false));
    assertThat(printed()).contains("simulator, nominal").contains("(wanted: 100)");
  }

  private Path train(ControllerConfig config) throws Exception {
    Path run = temporary.resolve("run");
    RunLogging logging = new RunLogging(new LoggerContext(), new ByteArrayOutputStream(), false);
    ExitCode code =
        new TrainJob(BUILD, logging, out).run(new TrainRequest(config, run, false, true));
    logging.close();
    assertThat(code).isEqualTo(ExitCode.OK);
    return run;
  }

  private static ControllerConfig config(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "sim.profile=nominal",
                "run.steps=400",
                "run.evaluationInterval=400",
                "run.evaluationEpisodes=1",
                "run.checkpointInterval=200",
                "task.episodeSteps=100",
                "sac.batch=8",
                "sac.hiddenUnits=8",
                "sac.randomSteps=200",
                "sac.replayCapacity=1000",
                "sac.threads=1",
                "console.enabled=false"));
    all.addAll(List.of(settings));
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String setting : all) {
      int equals = setting.indexOf('=');
      overrides.add(
          new ConfigOverride(setting, setting.substring(0, equals), setting.substring(equals + 1)));
    }
    return ConfigReader.read(overrides);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private String lastLine() {
    List<String> lines = printed().lines().toList();
    return lines.get(lines.size() - 1);
  }
}
