package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportModelCommandTest {
  @TempDir private Path temporary;
  private final TestProgram program = new TestProgram();

  @Test
  void writesModelToFileOrStandardOutput() throws Exception {
    Path file = temporary.resolve("minitaur.xml");
    assertThat(program.run("export-model", "--format=mjcf", "--output=" + file)).isZero();
    assertThat(program.out()).isEqualTo("Wrote " + file + System.lineSeparator());
    assertThat(Files.readString(file)).startsWith("<?xml").contains("<connect ");

    program.clear();
    assertThat(program.run("export-model", "--format=urdf")).isZero();
    assertThat(program.out()).startsWith("<?xml").contains("<robot name=\"minitaur\">");
  }

  @Test
  void rejectsUnknownFormatAndUnwritableFile() throws Exception {
    assertThat(program.run("export-model", "--format=sdf")).isEqualTo(2);
    assertThat(program.err()).contains("--format");
    program.clear();
    assertThat(program.run("export-model", "--format=urdf", "--output=" + temporary)).isEqualTo(2);
    assertThat(program.err()).contains("is a directory; give the name of a file");
    program.clear();
    assertThat(program.run("export-model", "--format=urdf", "--output=/proc/minitaur.urdf"))
        .isEqualTo(2);
    assertThat(program.err()).contains("/proc").doesNotContain("\tat ");
    assertThat(temporary.toFile().list()).isEmpty();
  }
}
