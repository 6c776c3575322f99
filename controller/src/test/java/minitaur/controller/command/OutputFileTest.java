package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output files that cannot be written are rejected before the work is done. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // emulate runs until stopped
class OutputFileTest {
  private final TestProgram program = new TestProgram();

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plot --output DIR/a.png RUN",
        "render --policy RUN/policy.safetensors --output DIR/a.png",
        "export --policy RUN/policy.safetensors --format onnx --output DIR/a.onnx",
        "export-model --format urdf --output DIR/a.urdf",
        "generalize --policy RUN/policy.safetensors --figure DIR/a",
        "evaluate --policy RUN/policy.safetensors --log DIR/a.iolog",
        "demo --video DIR/a.mp4",
        "demo --image DIR/a.png",
        "emulate --randomized 1 --ground-truth DIR/a.json",
        "calibrate motors --file DIR/a.json",
        "calibrate camera board --output DIR/a.pdf",
        "calibrate camera intrinsics --source synthetic --file a.json --detections DIR/a.png"
      })
  void rejectsOutputThatCannotBeCreated(String command) throws Exception {
    Path missing = temporary.resolve("none");
    assertThat(run(command, missing)).isEqualTo(2);
    assertThat(program.err()).contains("cannot be written: there is no directory " + missing);
    Path file = Files.createFile(temporary.resolve("file"));
    assertThat(run(command, file)).isEqualTo(2);
    assertThat(program.err()).contains("cannot be written: there is no directory " + file);
    assertThat(temporary.toFile().list()).containsExactly("file");
  }

  @Test
  void rejectsDeviceWithoutReplacingIt() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("a.png"), Path.of("/dev/null"));
    assertThat(run("render --policy RUN/policy.safetensors --output DIR/a.png", temporary))
        .isEqualTo(2);
    assertThat(program.err()).contains(link + " is not a regular file; give the name of a file");
    assertThat(link).isSymbolicLink();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "render --policy DIR/a.png --output DIR/a.png",
        "export --policy DIR/./a.png --format onnx --output DIR/a.png",
        "evaluate --policy DIR/b --config DIR/a.png --log DIR/a.png"
      })
  void rejectsInputAsOutput(String command) throws Exception {
    Path input = Files.writeString(temporary.resolve("a.png"), "run: {seed: 1}");
    assertThat(run(command, temporary)).isEqualTo(2);
    assertThat(program.err()).contains(input + " is also named by another option");
    assertThat(input).hasContent("run: {seed: 1}");
  }

  private int run(String command, Path directory) {
    String line = command.replace("DIR", directory.toString()).replace("RUN", "no-run");
    return program.run(List.of(line.split(" ")).toArray(String[]::new));
  }
}
