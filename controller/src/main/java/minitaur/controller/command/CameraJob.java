package minitaur.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Locale;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.camera.CharucoPattern;
import minitaur.calibration.camera.OpenCv;
import minitaur.calibration.camera.PrintedPage;
import minitaur.calibration.camera.TagBoard;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.command.CameraRequest.Session;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.run.storage.AtomicFile;

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
    if (request instanceof CameraRequest.Board board) {
      print(board);
      return ExitCode.OK;
    }
    return request instanceof CameraRequest.Intrinsics intrinsics
        ? calibrate(
            intrinsics.session(),
            "calibrate camera intrinsics",
            (known, prompts, report) -> known.with(lens(intrinsics, prompts, report)))
        : place((CameraRequest.Lane) request);
  }

  private ExitCode place(CameraRequest.Lane lane) throws IOException {
    return calibrate(
        lane.session(),
        "calibrate camera lane",
        (known, prompts, report) ->
            known.with(new LaneRun(lane, known.camera(), prompts, report).run()));
  }

  /** Finds a part of a calibration. */
  private interface Procedure {
    Calibration run(Calibration known, Prompts prompts, CameraReport report)
        throws IOException, CancelledException;
  }

  private ExitCode calibrate(Session session, String name, Procedure procedure) throws IOException {
    PrintWriter voice = session.json() ? err : out;
    Calibration known = known(session);
    try (ProcedureFaces faces =
        new ProcedureFaces(
            session.page(),
            RobotDescription.ofProcedure(name, session.robot()),
            session.script(),
            in,
            voice)) {
      try {
        Calibration found =
            procedure.run(known, faces.desk(), new CameraReport(out, session.json()));
        CalibrationFile.write(session.file(), found);
        voice.println("Written to " + session.file() + ". See: minitaur calibrate show");
        voice.flush();
        faces.desk().finish("done; written to " + session.file());
        return ExitCode.OK;
      } catch (CancelledException e) {
        err.println("Ended without a result: " + e.getMessage() + ". The file is as it was.");
        err.flush();
        faces.desk().finish("ended without a result: " + e.getMessage());
        return ExitCode.STOPPED;
      }
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

  private static CameraIntrinsics lens(
      CameraRequest.Intrinsics request, Prompts prompts, CameraReport report)
      throws IOException, CancelledException {
    CharucoPattern pattern = pattern(request.paper()).scaled(request.session().scale());
    return new IntrinsicsRun(request, pattern, prompts, report).run();
  }

  private static CharucoPattern pattern(CameraRequest.Paper paper) {
    return paper == CameraRequest.Paper.A4 ? CharucoPattern.a4() : CharucoPattern.a3();
  }

  private static Calibration known(Session session) throws IOException {
    return Files.exists(session.file())
        ? CalibrationFile.read(session.file(), session.robot())
        : Calibration.of(session.robot());
  }
}
