package minitaur.controller.hardware;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.Locale;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.camera.CharucoPattern;
import minitaur.calibration.camera.OpenCv;
import minitaur.calibration.camera.PrintedPage;
import minitaur.calibration.camera.TagBoard;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.PlainPrompts;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.cli.CameraRequest;
import minitaur.controller.cli.CameraRequest.Session;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.storage.AtomicFile;

/** Prints boards, and finds a camera's lens and place. */
public final class CameraJob implements Job<CameraRequest> {
  private final Reader in;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * @param in what the operator types
   * @param out for results
   * @param err for what the operator is told while the results are JSON
   */
  public CameraJob(Reader in, PrintWriter out, PrintWriter err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  @Override
  public ExitCode run(CameraRequest request) throws IOException {
    OpenCv.require();
    try {
      if (request instanceof CameraRequest.Board board) {
        print(board);
      } else if (request instanceof CameraRequest.Intrinsics intrinsics) {
        lens(intrinsics);
      } else if (request instanceof CameraRequest.Lane lane) {
        place(lane);
      }
      return ExitCode.OK;
    } catch (CancelledException e) {
      err.println("Ended without a result: " + e.getMessage() + ". The file is as it was.");
      err.flush();
      return ExitCode.STOPPED;
    }
  }

  private void print(CameraRequest.Board board) throws IOException {
    PrintedPage.Paper paper = PrintedPage.Paper.valueOf(board.paper().name());
    PrintedPage page =
        switch (board.kind()) {
          case CHESSBOARD -> PrintedPage.of(pattern(board.paper()), paper);
          case TRUNK -> PrintedPage.of(TagBoard.trunk(), paper);
          case FLOOR -> PrintedPage.of(TagBoard.floor(board.tag()), paper);
        };
    boolean pdf = board.output().getFileName().toString().endsWith(".pdf");
    AtomicFile.write(board.output(), pdf ? page.pdf() : page.png());
    out.printf(
        Locale.ROOT,
        "%s: %s, lying. Print it at 100 %%, without \"fit to page\"; its bar must measure 100 mm,%n"
            + "else say what it measures with --scale-bar.%n",
        board.output(),
        board.paper());
    out.flush();
  }

  private void lens(CameraRequest.Intrinsics request) throws IOException, CancelledException {
    Session session = request.session();
    Calibration known = known(session);
    CharucoPattern pattern = pattern(request.paper()).scaled(session.scale());
    CameraIntrinsics found =
        new IntrinsicsRun(request, pattern, prompts(session), new CameraReport(out, session.json()))
            .run();
    write(session, known.with(found));
  }

  private void place(CameraRequest.Lane request) throws IOException, CancelledException {
    Session session = request.session();
    Calibration known = known(session);
    CameraPlacement found =
        new LaneRun(
                request, known.camera(), prompts(session), new CameraReport(out, session.json()))
            .run();
    write(session, known.with(found));
  }

  private static CharucoPattern pattern(CameraRequest.Paper paper) {
    return paper == CameraRequest.Paper.A4 ? CharucoPattern.a4() : CharucoPattern.a3();
  }

  private static Calibration known(Session session) throws IOException {
    return Files.exists(session.file())
        ? CalibrationFile.read(session.file(), session.robot())
        : Calibration.of(session.robot());
  }

  private Prompts prompts(Session session) throws IOException {
    PrintWriter voice = session.json() ? err : out;
    return session.script() == null
        ? PlainPrompts.terminal(in, voice)
        : PlainPrompts.script(new StringReader(Files.readString(session.script())), voice);
  }

  private void write(Session session, Calibration found) throws IOException {
    CalibrationFile.write(session.file(), found);
    PrintWriter voice = session.json() ? err : out;
    voice.println("Written to " + session.file() + ". See: minitaur calibrate show");
    voice.flush();
  }
}
