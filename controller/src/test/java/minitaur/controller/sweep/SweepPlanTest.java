package minitaur.controller.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import minitaur.controller.config.ConfigException;
import minitaur.controller.run.SampleStatistics;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepPlanTest {
  @TempDir private Path directory;

  private SweepPlan plan(String yaml) throws IOException {
    return SweepPlan.read(Files.writeString(directory.resolve("trial.yaml"), yaml));
  }

  @Test
  void crossesGridListAndSeeds() throws IOException {
    SweepPlan plan =
        plan(
            """
            settings: {run.steps: 500, run: {checkpointInterval: 100}}
            grid:
              sim.profile: [nominal, realistic]
              task: {kp: [1, 2]}
            list:
              - {task.kd: 0.01}
              - {task.kd: 0.02}
            seeds: 3-5
            """);
    assertThat(plan.name()).isEqualTo("trial");
    assertThat(plan.axes()).containsExactly("sim.profile", "task.kp", "task.kd");
    assertThat(plan.rows()).hasSize(2 * 2 * 2 * 3);
    SweepRow last = plan.rows().get(23);
    assertThat(last.index()).isEqualTo(23);
    assertThat(last.name()).isEqualTo("sim.profile-realistic_task.kp-2_task.kd-0.02_seed5");
    ControllerConfig config = plan.configuration(last);
    assertThat(config.run().seed()).isEqualTo(5);
    assertThat(config.run().steps()).isEqualTo(500);
    assertThat(config.run().checkpointInterval()).isEqualTo(100);
    assertThat(config.task().gains().kp()).isEqualTo(2);
    assertThat(config.task().gains().kd()).isEqualTo(0.02);
  }

  @Test
  void rowNamesDoNotDependOnOtherRows() throws IOException {
    String expectedName = plan("grid: {task.kp: [2]}\nseeds: [7]").rows().get(0).name();
    List<SweepRow> rows = plan("grid: {task.kp: [1, 1.5, 2]}\nseeds: [0, 7]").rows();
    assertThat(rows).extracting(SweepRow::name).contains(expectedName);
  }

  @Test
  void findsRowInEditedPlan() throws IOException {
    Files.writeString(directory.resolve("robot.yaml"), "task: {kd: 0.01}\n");
    String yaml = "config: robot.yaml\nsettings: {task.kp: 1}\nseeds: [1, 2]\n";
    String reference = plan(yaml).rows().get(1).reference();
    SweepPlan withInsertedSeed = plan(yaml.replace("[1, 2]", "[0, 1, 2]"));
    assertThat(withInsertedSeed.row(reference)).isEqualTo(withInsertedSeed.rows().get(2));
    assertThat(withInsertedSeed.row("seed0").seed()).isZero();
    SweepPlan withoutSeed = plan(yaml.replace("[1, 2]", "[1]"));
    assertThatThrownBy(() -> withoutSeed.row(reference))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has no row seed2");
    SweepPlan withOtherGain = plan(yaml.replace("kp: 1", "kp: 2"));
    assertThatThrownBy(() -> withOtherGain.row(reference))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("seed2 has other settings");
    Files.writeString(directory.resolve("robot.yaml"), "task: {kd: 0.02}\n");
    SweepPlan withOtherConfig = plan(yaml);
    assertThatThrownBy(() -> withOtherConfig.row(reference)).isInstanceOf(ConfigException.class);
  }

  @Test
  void rejectsInvalidPlansBeforeAnyRun() {
    assertThatThrownBy(() -> plan("grid: {task.kpp: [1]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("task.kpp");
    assertThatThrownBy(() -> plan("grids: {}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"grids\" is not part of a sweep");
    assertThatThrownBy(() -> plan("grid: {task.kp: [1, 1]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> plan("seeds: [a]")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> plan("{")).isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list: {task.kp: 0.8}                   | list is        | start each entry with a dash",
        "list: [task.kp]                        | list is        | {KEY: VALUE}",
        "list:                                  | list is null   | {KEY: VALUE}",
        "list: [{task.kp: [1, 2]}]              | task.kp is     | task.kp: VALUE",
        "grid: [{sim.profile: nominal}]         | grid is        | {KEY: [VALUES]}",
        "grid: {sim.profile: nominal}           | sim.profile is | [VALUE, VALUE]",
        "grid: {sim.profile: [[nominal]]}       | sim.profile is | [VALUE, VALUE]",
        "grid: {run.seed: [1, 2]}               | run.seed is    | seeds: [SEED]",
        "settings: run.steps=5                  | settings is    | {KEY: VALUE}",
        "settings: {run.seed: 1}                | run.seed is 1  | seeds: [SEED]",
        "seeds: 0-99999999999999999999          | seeds is       | a range such as 0-4",
        "seeds: 0-999999999                     | seeds is       | at most 10000",
        "seeds: 3-1                             | seeds is       | a range such as 0-4",
        "seeds: [99999999999999999999]          | seeds is       | a range such as 0-4",
        "seeds: {first: 1}                      | seeds is       | a range such as 0-4",
        "config: [robot.yaml]                   | config is      | one value",
        "name: {a: b}                           | name is        | one value",
        "halving: [2000]                        | halving is     | {rungs: [2000, 5000]}",
        "halving: {rungs: [10], keep: half}     | keep: \"half\" | keep: 0.5",
        "halving: {rungs: [10], keep: }         | keep: null     | keep: 0.5",
        "halving: {rungs: [10], metric: [step]} | metric: [      | a column of progress.csv",
      })
  void rejectsMalformedPart(String yaml, String problem, String form) {
    assertThatThrownBy(() -> plan(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("trial.yaml", problem, form);
  }

  @Test
  void rejectsUnreadableConfigurationFile() throws IOException {
    assertThatThrownBy(() -> plan("config: .")).hasMessageContaining(directory.toString());
    Files.write(directory.resolve("robot.yaml"), new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> plan("config: robot.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("robot.yaml: is not UTF-8 text");
  }

  @Test
  void rejectsGridWithTooManyRowsEarly() {
    String values = IntStream.range(1, 1001).boxed().toList().toString();
    String keys = "learner.batchSize,run.steps,task.episodeSteps,run.checkpointInterval";
    String grid = keys.replaceAll("([^,]+),?", "$1: " + values + ", ");
    assertThatThrownBy(() -> plan("grid: {" + grid + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("more than 10000 rows");
  }

  @Test
  void statisticsAggregateOverSeeds() {
    SampleStatistics one = SampleStatistics.of(new double[] {4});
    assertThat(one.mean()).isEqualTo(4);
    assertThat(one.interquartileMean()).isEqualTo(4);
    assertThat(one.low()).isEqualTo(4);

    // The middle half of eight values; the outlier has zero weight.
    SampleStatistics eight = SampleStatistics.of(new double[] {1000, 1, 2, 3, 4, 5, 6, 0});
    assertThat(eight.interquartileMean()).isCloseTo((2 + 3 + 4 + 5) / 4.0, within(1e-12));
    // Three values: those of the first and last quarter count in part.
    SampleStatistics three = SampleStatistics.of(new double[] {0, 3, 9});
    assertThat(three.interquartileMean()).isCloseTo((0.25 * 0 + 3 + 0.25 * 9) / 1.5, within(1e-12));
    assertThat(three.low()).isLessThanOrEqualTo(three.interquartileMean());
    assertThat(three.high()).isGreaterThanOrEqualTo(three.interquartileMean());
    assertThat(SampleStatistics.of(new double[0]).mean()).isNaN();
  }
}
