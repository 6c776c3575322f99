package minitaur.controller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLogTest {
  private static final List<String> COLUMNS = List.of("step", "loss", "end");

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void setUp() {
    file = directory.resolve("table.csv");
  }

  @Test
  void writesEachRowImmediately() throws IOException {
    try (CsvLog log = CsvLog.open(file, COLUMNS)) {
      assertThat(file).hasContent("step,loss,end\n");
      log.append(List.of(1L, 0.1, "fall"));
      assertThat(file).hasContent("step,loss,end\n1,0.1,fall\n");
      log.append(List.of(2, Double.NaN, true));
      assertThat(file).hasContent("step,loss,end\n1,0.1,fall\n2,NaN,true\n");
    }
  }

  @Test
  void appendsToExistingFile() throws IOException {
    try (CsvLog log = CsvLog.open(file, COLUMNS)) {
      log.append(List.of(1, 2, "a"));
    }
    try (CsvLog log = CsvLog.open(file, COLUMNS)) {
      log.append(List.of(3, 4, "b"));
    }
    assertThat(file).hasContent("step,loss,end\n1,2,a\n3,4,b\n");
  }

  @Test
  void truncatesIncompleteLastLine() throws IOException {
    String complete = "step,loss,end\n1,2,a\n30,40,b\n";
    for (int length = 0; length <= complete.length(); length++) {
      Files.writeString(file, complete.substring(0, length));
      try (CsvLog log = CsvLog.open(file, COLUMNS)) {
        log.append(List.of(5, 6, "c"));
      }
      int lastLine = complete.substring(0, length).lastIndexOf('\n') + 1;
      String expected = lastLine == 0 ? "step,loss,end\n" : complete.substring(0, lastLine);
      assertThat(file).hasContent(expected + "5,6,c\n");
    }
  }

  @Test
  void rejectsFileWithOtherColumns() throws IOException {
    Files.writeString(file, "step,loss\n1,2\n");
    assertThatExceptionOfType(CsvFormatException.class)
        .isThrownBy(() -> CsvLog.open(file, COLUMNS))
        .withMessage(
            file
                + ": has the columns step,loss where this program writes step,loss,end; move the"
                + " file away");
    assertThat(file).hasContent("step,loss\n1,2\n");
  }

  @Test
  void restoreDropsRowsAfterCheckpoint() throws IOException {
    try (CsvLog log = CsvLog.open(file, COLUMNS)) {
      String empty = log.text();
      log.append(List.of(10, 0.5, "ü"));
      log.append(List.of(20, 0.5, "ü"));
      String checkpoint = log.text();
      assertThat(checkpoint).isEqualTo("step,loss,end\n10,0.5,ü\n20,0.5,ü\n");
      log.append(List.of(30, 0.5, "ü"));
      assertThat(log.restore(checkpoint)).isTrue();
      assertThat(file).hasContent(checkpoint);
      log.append(List.of(40, 9, "z"));
      assertThat(file).hasContent(checkpoint + "40,9,z\n");
      assertThat(log.text()).isEqualTo(checkpoint + "40,9,z\n");
      assertThat(log.restore(empty)).isTrue();
      log.append(List.of(1, 2, "a"));
    }
    assertThat(file).hasContent("step,loss,end\n1,2,a\n");
  }

  @Test
  void restoreRewritesCorruptTable() throws IOException {
    String checkpoint;
    try (CsvLog log = CsvLog.open(file, COLUMNS)) {
      log.append(List.of(10, 0.5, "a"));
      log.append(List.of(20, 0.5, "b"));
      checkpoint = log.text();
    }
    Files.writeString(file, checkpoint.replace("20", "30"));
    try (CsvLog log = CsvLog.open(file, COLUMNS)) {
      assertThat(log.restore(checkpoint)).isFalse();
      log.append(List.of(25, 1, "c"));
    }
    assertThat(file).hasContent(checkpoint + "25,1,c\n");
  }

  @Test
  void rejectsInvalidRows() throws IOException {
    try (CsvLog log = CsvLog.open(file, COLUMNS)) {
      assertThatIllegalArgumentException().isThrownBy(() -> log.append(List.of(1, 2)));
      assertThatIllegalArgumentException().isThrownBy(() -> log.append(List.of(1, 2, "a,b")));
      assertThatIllegalArgumentException().isThrownBy(() -> log.append(List.of(1, 2, "a\nb")));
    }
    assertThat(file).hasContent("step,loss,end\n");
  }

  @Test
  void readsColumns() throws IOException {
    Files.writeString(file, "step,loss,end\n1,0.5,true\n2,,false\n3,NaN,true\n4,5");
    CsvTable table = CsvTable.read(file);

    assertThat(table.size()).isEqualTo(3);
    assertThat(table.columns()).isEqualTo(COLUMNS);
    assertThat(table.numbers("step")).containsExactly(1, 2, 3);
    assertThat(table.numbers("loss")).containsExactly(0.5, Double.NaN, Double.NaN);
    assertThat(table.numbers("end")).containsExactly(1, 0, 1);
    assertThat(table.strings("end")).containsExactly("true", "false", "true");
  }

  @Test
  void rejectsMalformedTables() throws IOException {
    Files.writeString(file, "a,b\n1,x\n");
    CsvTable table = CsvTable.read(file);
    assertThatExceptionOfType(CsvFormatException.class)
        .isThrownBy(() -> table.numbers("b"))
        .withMessage(file + ": line 2 holds \"x\" where a number belongs");
    assertThatExceptionOfType(CsvFormatException.class)
        .isThrownBy(() -> table.numbers("c"))
        .withMessage(file + ": has no column c, only a, b");

    Files.writeString(file, "a,b\n1,2\n1\n");
    assertThatExceptionOfType(CsvFormatException.class)
        .isThrownBy(() -> CsvTable.read(file))
        .withMessage(file + ": line 3 has 1 fields, not 2");
    Files.writeString(file, "");
    assertThatExceptionOfType(CsvFormatException.class).isThrownBy(() -> CsvTable.read(file));
  }

  @Test
  void rowValuesMatchColumns() {
    EpisodeRow episode =
        new EpisodeRow(
            new EpisodeRow.Identity(3, 700, 9),
            new EpisodeRow.Result(200, 1.5, 0.3, 1.2, "fall", 1, 55.5),
            new EpisodeRow.Session(8.25, 2, 1, 50, 0.5, 0.25));
    assertThat(EpisodeRow.COLUMNS).hasSameSizeAs(episode.values());
    assertThat(episode.values())
        .containsExactly(
            3L, 700L, 200, 1.5, 0.3, 1.2, "fall", 1, 9L, 55.5, 8.25, 2L, 1L, 50.0, 0.5, 0.25);
    List<String> columns = ProgressRow.columns(List.of("evaluation_power_mean", "temperature"));
    assertThat(String.join(",", columns))
        .isEqualTo(
            "step,updates,wall_seconds,evaluation_return_mean,evaluation_return_min,"
                + "evaluation_return_max,evaluation_velocity_mean,evaluation_falls,walks,"
                + "updates_per_second,environment_steps_per_second,"
                + "evaluation_power_mean,temperature");
    ProgressRow progress =
        new ProgressRow(
            1,
            2,
            3,
            new ProgressRow.Evaluation(4, 5, 6, 7, 8, true),
            new ProgressRow.Speed(9, 10),
            Map.of("temperature", 11.0));
    assertThat(progress.values(columns))
        .containsExactly(1L, 2L, 3.0, 4.0, 5.0, 6.0, 7.0, 8, true, 9.0, 10.0, Double.NaN, 11.0);
    assertThat(String.join(",", EpisodeRow.COLUMNS))
        .isEqualTo(
            "episode,end_step,steps,return,mean_velocity,distance,end,dropped,policy_id,"
                + "energy_joules,wall_seconds,resets,stand_ups,resets_per_100,"
                + "robot_minutes,human_minutes");
  }
}
