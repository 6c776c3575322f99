package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.OpenCv;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraJobTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void natives() {
    try {
      OpenCv.require();
    } catch (CameraException e) {
      Assumptions.abort(e.getMessage());
    }
  }

  private ExitCode run(CameraRequest request) throws IOException {
    return new CameraJob(new StringReader(""), new PrintWriter(out), new PrintWriter(err))
        .run(request);
  }

  private CameraRequest.Session session(String source, boolean json) {
    return new CameraRequest.Session(
        source,
        640,
        480,
        60,
        0,
        1,
        directory.resolve("calibration.yaml"),
        "robot-7",
        null,
        PageChoice.NONE,
        "2026-03-01",
        1,
        json);
  }

  private static List<CameraRequest.Tag> tags() {
    return List.of(
        new CameraRequest.Tag(20, 0.4, 0.4, 0), new CameraRequest.Tag(21, 1.4, -0.4, 45));
  }

  @Test
  void findsLensAndPlaceOfTheSyntheticCameraAndKeepsThem() throws IOException {
    Path picture = directory.resolve("found.png");
    ExitCode lens =
        run(
            new CameraRequest.Intrinsics(
                session("synthetic", false), CameraRequest.Paper.A4, 6, picture));
    assertThat(lens).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("view 6 of 6", "reprojection", "seen in");
    assertThat(picture).isNotEmptyFile();

    ExitCode place = run(new CameraRequest.Lane(session("synthetic", true), tags(), 0.27, 3, 15));
    assertThat(place).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines().reduce((a, b) -> b).orElse(""))
        .startsWith("{\"cameraPlacement\":{\"date\":\"2026-03-01\"");
    assertThat(err.toString()).contains("2 of 2 tags in sight");

    Calibration kept = CalibrationFile.read(directory.resolve("calibration.yaml"), "robot-7");
    assertThat(kept.camera()).isNotNull();
    assertThat(kept.camera().views()).isGreaterThanOrEqualTo(6);
    CameraPlacement found = kept.cameraPlacement();
    assertThat(found).isNotNull();
    assertThat(found.zMetres()).isBetween(2.25, 2.35);
  }

  @Test
  void aPlaceNeedsALens() {
    assertThatThrownBy(
            () -> run(new CameraRequest.Lane(session("synthetic", false), tags(), 0.27, 3, 15)))
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("minitaur calibrate camera intrinsics");
  }

  @Test
  void saysWhatIsWrongWithACameraThatIsNone() {
    CameraRequest.Session session = session(directory.resolve("video9").toString(), false);
    assertThatThrownBy(
            () -> run(new CameraRequest.Intrinsics(session, CameraRequest.Paper.A4, 6, null)))
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("video9")
        .hasMessageContaining("/dev/v4l/by-id");
    assertThat(Files.exists(directory.resolve("calibration.yaml"))).isFalse();
  }
}
