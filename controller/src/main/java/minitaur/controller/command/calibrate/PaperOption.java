package minitaur.controller.command.calibrate;

import minitaur.calibration.camera.CharucoPattern;
import minitaur.calibration.camera.PrintedPage;
import picocli.CommandLine.Option;

/** The paper of a printed chessboard. */
final class PaperOption {
  @Option(
      names = "--paper",
      paramLabel = "PAPER",
      defaultValue = "a4",
      description = "a4 or a3. Tags have one size, which fits both.")
  private PrintedPage.Paper paper;

  PrintedPage.Paper paper() {
    return paper;
  }

  /** The chessboard for the selected paper. */
  CharucoPattern chessboard() {
    return paper == PrintedPage.Paper.A4 ? CharucoPattern.a4() : CharucoPattern.a3();
  }
}
