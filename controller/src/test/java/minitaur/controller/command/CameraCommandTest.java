package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConsoleConfig;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CameraCommandTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T14:25:30Z"), ZoneOffset.UTC);

  private final StringWriter err = new StringWriter();
  private final List<CameraRequest> requests = new ArrayList<>();

  private int run(String... arguments) {
    CommandLine line =
        CameraCommand.create(
            request -> {
              requests.add(request);
              return ExitCode.OK;
            },
            CLOCK);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void boardsGoToPicturesOnly() {
    assertThat(run("board", "--output", "a.png")).isZero();
    assertThat(run("board", "--output", "b.pdf", "--kind", "floor", "--tag", "21")).isZero();
    assertThat(requests)
        .containsExactly(
            new CameraRequest.Board(
                Path.of("a.png"), CameraRequest.BoardKind.CHESSBOARD, CameraRequest.Paper.A4, 20),
            new CameraRequest.Board(
                Path.of("b.pdf"), CameraRequest.BoardKind.FLOOR, CameraRequest.Paper.A4, 21));
    assertThat(run("board", "--output", "a.txt")).isEqualTo(2);
    assertThat(err.toString()).contains(".png or .pdf");
    assertThat(run("board", "--output", "a.png", "--tag", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("--tag is 3; allowed: 6 to 586");
  }

  @Test
  void intrinsicsKnowTheirCameraAndThePrintsScale() {
    assertThat(
            run(
                "intrinsics",
                "--source=/dev/v4l/by-id/x",
                "--size=640x480",
                "--rate=90",
                "--exposure=4",
                "--scale-bar=99",
                "--robot=minitaur-1",
                "--json"))
        .isZero();
    CameraRequest.Session session =
        new CameraRequest.Session(
            "/dev/v4l/by-id/x",
            640,
            480,
            90,
            0.004,
            0.99,
            Path.of("calibration.yaml"),
            "minitaur-1",
            null,
            new PageChoice(ConsoleConfig.defaults(), false),
            "2026-03-01",
            0,
            true);
    assertThat(requests)
        .containsExactly(new CameraRequest.Intrinsics(session, CameraRequest.Paper.A4, 20, null));
    assertThat(run("intrinsics", "--size=640")).isEqualTo(2);
    assertThat(err.toString()).contains("--size is '640'; allowed: such as 1280x720");
    assertThat(run("intrinsics", "--views=3")).isEqualTo(2);
    assertThat(err.toString()).contains("--views is 3; allowed: 4 to 200");
  }

  @Test
  void aLaneIsKnownByTagsOrByAWalk() {
    assertThat(run("lane", "--tag", "20=0,0.5", "--tag", "21=-1.5,-0.25,90")).isZero();
    assertThat(run("lane", "--walk", "--board-height", "0.3")).isZero();
    assertThat(requests).hasSize(2);
    assertThat(((CameraRequest.Lane) requests.get(0)).tags())
        .containsExactly(
            new CameraRequest.Tag(20, 0, 0.5, 0), new CameraRequest.Tag(21, -1.5, -0.25, 90));
    CameraRequest.Lane walk = (CameraRequest.Lane) requests.get(1);
    assertThat(walk.tags()).isEmpty();
    assertThat(walk.boardHeightMetres()).isEqualTo(0.3);

    assertThat(run("lane")).isEqualTo(2);
    assertThat(run("lane", "--walk", "--tag", "20=0,0")).isEqualTo(2);
    assertThat(run("lane", "--tag", "20:0,0")).isEqualTo(2);
    assertThat(err.toString()).contains("--tag is '20:0,0'; allowed: such as 20=0,0.5");
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("say which: board, intrinsics or lane");
  }
}
