package minitaur.controller.command.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraMode;
import minitaur.calibration.camera.FloorTag;
import minitaur.calibration.camera.OpenCv;
import minitaur.calibration.camera.TagBoard;
import minitaur.calibration.camera.procedure.ImageSource;
import minitaur.controller.command.TestProgram;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraCommandTest {
  private final TestProgram program = new TestProgram();
  @TempDir private Path directory;

  private int run(String... arguments) {
    return program.run(
        Stream.concat(Stream.of("calibrate", "camera"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private <T> T parse(Class<T> command, String... arguments) {
    return program.parse(
        command,
        Stream.concat(Stream.of("calibrate", "camera"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void boardRejectsInvalidOptions() {
    assertThat(run("board", "--output", "a.txt")).isEqualTo(2);
    assertThat(program.err()).contains("ending in .png or .pdf");
    assertThat(run("board", "--output", "a.png", "--kind", "floor", "--tag", "3")).isEqualTo(2);
    assertThat(program.err()).contains("--tag is 3; allowed: 6 to 586");
    assertThat(run("board", "--output", "a.png", "--paper", "letter")).isEqualTo(2);
  }

  @Test
  void writesBoards() {
    requireOpenCv();
    Path png = directory.resolve("a.png");
    assertThat(run("board", "--output", png.toString(), "--paper", "a3")).isZero();
    Path pdf = directory.resolve("b.pdf");
    assertThat(run("board", "--output", pdf.toString(), "--kind", "floor", "--tag", "21")).isZero();
    assertThat(png).isNotEmptyFile();
    assertThat(pdf).isNotEmptyFile();
    assertThat(program.out()).contains("100 %");
  }

  @Test
  void intrinsicsReadsCameraAndScale() {
    CameraIntrinsicsCommand command =
        parse(
            CameraIntrinsicsCommand.class,
            "intrinsics",
            "--source=/dev/v4l/by-id/x",
            "--size=640x480",
            "--rate=90",
            "--exposure=4",
            "--scale-bar=99");
    assertThat(command.images())
        .isEqualTo(
            new ImageSource(
                "/dev/v4l/by-id/x",
                new CameraMode(640, 480, 90, 0.004, CameraMode.defaults().delaySeconds()),
                0.99,
                0));
    assertThat(run("intrinsics", "--size=640")).isEqualTo(2);
    assertThat(program.err()).contains("--size is 640; allowed: such as 1280x720");
    assertThat(run("intrinsics", "--views=3")).isEqualTo(2);
    assertThat(program.err()).contains("--views is 3; allowed: 4 to 200");
  }

  @Test
  void laneRequiresTagsOrWalk() throws CameraException {
    CameraLaneCommand tags =
        parse(CameraLaneCommand.class, "lane", "--tag", "20=0,0.5", "--tag", "21=-1.5,-0.25,90");
    double side = TagBoard.floor(20).tagMetres();
    assertThat(tags.floorTags())
        .containsExactly(
            new FloorTag(20, 0, 0.5, 0, side),
            new FloorTag(21, -1.5, -0.25, Math.toRadians(90), side));
    assertThat(run("lane")).isEqualTo(2);
    assertThat(run("lane", "--walk", "--tag", "20=0,0")).isEqualTo(2);
    assertThat(run("lane", "--tag", "20:0,0")).isEqualTo(2);
    assertThat(program.err()).contains("--tag is 20:0,0; allowed: such as 20=0,0.5");
    assertThat(run()).isEqualTo(2);
    assertThat(program.err()).contains("missing step: board, intrinsics or lane");
  }

  private static void requireOpenCv() {
    try {
      OpenCv.loadLibrary();
    } catch (CameraException e) {
      Assumptions.abort(e.getMessage());
    }
  }

  private String[] syntheticArguments(String step, String... options) {
    return Stream.concat(
            Stream.of(
                step,
                "--source=synthetic",
                "--size=640x480",
                "--seed=1",
                "--robot=robot-7",
                "--no-console",
                "--file=" + directory.resolve("calibration.yaml")),
            Stream.of(options))
        .toArray(String[]::new);
  }

  @Test
  void calibratesSyntheticCamera() throws IOException {
    requireOpenCv();
    Path detections = directory.resolve("found.png");
    assertThat(run(syntheticArguments("intrinsics", "--views=6", "--detections=" + detections)))
        .as(program.err())
        .isZero();
    assertThat(program.out()).contains("view 6 of 6", "reprojection", "corners in");
    assertThat(detections).isNotEmptyFile();
    String[] lane =
        syntheticArguments(
            "lane", "--tag=20=0.4,0.4", "--tag=21=1.4,-0.4,45", "--images=3", "--json");
    assertThat(run(lane)).as(program.err()).isZero();
    assertThat(program.lastLine()).startsWith("{\"cameraPlacement\":{\"date\":\"2026-03-01\"");
    assertThat(program.err()).contains("2 of 2 tags visible");
    Calibration calibration =
        CalibrationFile.read(directory.resolve("calibration.yaml"), "robot-7", warning -> {});
    assertThat(calibration.camera()).isNotNull();
    assertThat(calibration.camera().views()).isGreaterThanOrEqualTo(6);
    CameraPlacement placement = calibration.cameraPlacement();
    assertThat(placement).isNotNull();
    assertThat(placement.pose().zMetres()).isBetween(2.25, 2.35);
  }

  @Test
  void poseRequiresIntrinsics() {
    requireOpenCv();
    assertThat(run(syntheticArguments("lane", "--tag=20=0,0", "--tag=21=1,0"))).isEqualTo(1);
    assertThat(program.err()).contains("minitaur calibrate camera intrinsics");
  }

  @Test
  void reportsMissingCameraWithoutWriting() {
    requireOpenCv();
    assertThat(
            run(
                "intrinsics",
                "--source=" + directory.resolve("video9"),
                "--script=/dev/null",
                "--no-console",
                "--file=" + directory.resolve("calibration.yaml")))
        .isEqualTo(1);
    assertThat(program.err()).contains("video9").contains("/dev/v4l/by-id");
    assertThat(directory.resolve("calibration.yaml")).doesNotExist();
  }
}
