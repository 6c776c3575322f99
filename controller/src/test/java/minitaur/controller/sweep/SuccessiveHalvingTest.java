package minitaur.controller.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minitaur.controller.config.ConfigException;
import minitaur.controller.sweep.SuccessiveHalving.Progress;
import minitaur.controller.sweep.SuccessiveHalving.Stop;
import minitaur.controller.sweep.SuccessiveHalving.Train;
import minitaur.controller.sweep.SuccessiveHalving.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessiveHalvingTest {
  private static final SuccessiveHalving HALVING =
      new SuccessiveHalving(List.of(1000L, 2000L), 0.5, "return");

  @TempDir private Path directory;

  private static SweepRow row(int index, String kp, long seed) {
    return new SweepRow(index, "kp" + kp + "seed" + seed, Map.of("kp", kp), seed, List.of(), "");
  }

  private static Progress progress(double... values) {
    double[] steps = new double[values.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = 1000 * (i + 1) + 7; // Evaluated after the end of an episode.
    }
    return new Progress(false, steps, values);
  }

  private static Map<SweepRow, SuccessiveHalving.Decision> decide(
      SuccessiveHalving halving, Map<SweepRow, Progress> rows) {
    List<SuccessiveHalving.Member> members = new ArrayList<>();
    rows.forEach((row, progress) -> members.add(new SuccessiveHalving.Member(row, progress)));
    return halving.decide(members);
  }

  @Test
  void waitsUntilEveryRowHasReachedTheRung() {
    Map<SweepRow, Progress> rows = new LinkedHashMap<>();
    rows.put(row(0, "1", 0), progress(5));
    rows.put(row(1, "2", 0), progress());
    assertThat(decide(HALVING, rows).values()).containsExactly(new Wait(1000), new Train(1000));
  }

  @Test
  void keepsBetterHalfByMeanOverSeeds() {
    Map<SweepRow, Progress> rows = new LinkedHashMap<>();
    // The best single row belongs to settings that are worse on average.
    rows.put(row(0, "1", 0), progress(100));
    rows.put(row(1, "1", 1), progress(0));
    rows.put(row(2, "2", 0), progress(60));
    rows.put(row(3, "2", 1), progress(60));
    rows.put(row(4, "3", 0), progress(55));
    rows.put(row(5, "3", 1), progress(55));
    List<SuccessiveHalving.Decision> decisions = List.copyOf(decide(HALVING, rows).values());
    assertThat(decisions.subList(0, 2)).hasOnlyElementsOfType(Stop.class);
    assertThat(decisions.subList(2, 6)).containsOnly(new Train(2000));
    assertThat(((Stop) decisions.get(0)).reason())
        .isEqualTo("at 1000 steps: return 50.00 ranks 3 of 3; 2 continue");
  }

  @Test
  void laterEvaluationsDoNotChangeADecision() {
    Map<SweepRow, Progress> rows = new LinkedHashMap<>();
    rows.put(row(0, "1", 0), progress(1, 1000, 1000));
    rows.put(row(1, "2", 0), progress(2));
    Map<SweepRow, SuccessiveHalving.Decision> decisions = decide(HALVING, rows);
    assertThat(decisions.get(row(0, "1", 0))).isInstanceOf(Stop.class);
    assertThat(decisions.get(row(1, "2", 0))).isEqualTo(new Train(2000));
    rows.put(row(1, "2", 0), progress(2, 3));
    assertThat(decide(HALVING, rows).get(row(1, "2", 0))).isEqualTo(new Train(Long.MAX_VALUE));
  }

  @Test
  void failedRowsRankLastWithoutWaiting() {
    Map<SweepRow, Progress> rows = new LinkedHashMap<>();
    rows.put(row(0, "1", 0), new Progress(true, new double[0], new double[0]));
    rows.put(row(1, "2", 0), progress(-300));
    Map<SweepRow, SuccessiveHalving.Decision> decisions = decide(HALVING, rows);
    assertThat(decisions.get(row(0, "1", 0))).isInstanceOf(Stop.class);
    assertThat(decisions.get(row(1, "2", 0))).isEqualTo(new Train(2000));
  }

  @Test
  void ranksEqualSettingsInPlanOrder() {
    Map<SweepRow, Progress> rows = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      rows.put(row(i, Integer.toString(i), 0), progress(1));
    }
    Map<SweepRow, SuccessiveHalving.Decision> decisions =
        decide(new SuccessiveHalving(List.of(1000L), 0.3, "return"), rows);
    assertThat(decisions.values().stream().filter(Train.class::isInstance)).hasSize(3);
    assertThat(decisions.get(row(2, "2", 0))).isInstanceOf(Train.class);
  }

  private SweepPlan plan(String halving) throws IOException {
    return SweepPlan.read(
        Files.writeString(
            directory.resolve("plan.yaml"),
            "settings: {run.steps: 5000}\ngrid: {task.kp: [1, 2]}\nhalving: " + halving + "\n"));
  }

  @Test
  void rejectsUnreachableRungs() throws IOException {
    assertThat(plan("{rungs: [1000, 2000]}").halving())
        .isEqualTo(new SuccessiveHalving(List.of(1000L, 2000L), 0.5, "evaluation_return_mean"));
    for (String invalid :
        List.of(
            "{rungs: [5000]}",
            "{rungs: [2000, 1000]}",
            "{rungs: []}",
            "{}",
            "{rungs: [1000], keep: 1}",
            "{rungs: [1000], kept: 0.5}")) {
      assertThatThrownBy(() -> plan(invalid)).as(invalid).isInstanceOf(ConfigException.class);
    }
  }

  @Test
  void derivesStatusFromProgressTables() throws IOException {
    SweepPlan plan = plan("{rungs: [1000], metric: evaluation_return_mean}");
    SweepDirectory sweep = new SweepDirectory(directory.resolve("sweep"));
    writeProgress(sweep, plan.rows().get(0), "1000,1.0\n");
    assertThat(sweep.pauseAt(plan, plan.rows().get(1))).hasValue(1000);
    assertThat(sweep.status(plan, plan.rows().get(0)).state())
        .isEqualTo(SweepDirectory.State.WAITING);
    writeProgress(sweep, plan.rows().get(1), "1000,2.0\n");
    SweepDirectory.Status stopped = sweep.status(plan, plan.rows().get(0));
    assertThat(stopped.state()).isEqualTo(SweepDirectory.State.STOPPED);
    assertThat(stopped.reason()).contains("ranks 2 of 2");
    assertThat(sweep.unfinishedRows(plan)).containsExactly(plan.rows().get(1));
    assertThat(sweep.pauseAt(plan, plan.rows().get(1))).isEmpty();

    // The decision depends only on the tables: reading them again gives the same one.
    assertThat(new SweepDirectory(sweep.path()).status(plan, plan.rows().get(0)))
        .isEqualTo(stopped);
    SweepPlan other = plan("{rungs: [1000], metric: no_such}");
    assertThatThrownBy(() -> sweep.status(other))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no_such")
        .hasMessageContaining("evaluation_return_mean");
  }

  private static void writeProgress(SweepDirectory sweep, SweepRow row, String lines)
      throws IOException {
    Files.createDirectories(sweep.run(row));
    Files.writeString(
        sweep.run(row).resolve("progress.csv"), "step,evaluation_return_mean\n" + lines);
  }
}
