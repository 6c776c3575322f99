package minitaur.controller.command.calibrate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.prompt.CancelledException;
import minitaur.controller.console.ProcedureSession;
import minitaur.controller.run.ExitCode;

/** Runs a procedure with its operator, writes the calibration file, and reports the outcome. */
final class ProcedureRunner {
  private ProcedureRunner() {}

  /** A calibration procedure. */
  interface Procedure {
    Calibration run(ProcedureSession session) throws IOException, CancelledException;
  }

  /**
   * Runs the procedure.
   *
   * @param session closed afterwards
   * @param file written when the procedure succeeds
   */
  static ExitCode run(ProcedureSession session, Procedure procedure, Path file, PrintWriter out)
      throws IOException {
    try (session) {
      write(file, procedure.run(session), out);
      out.println("Wrote " + file + ". To print it: minitaur calibrate show");
      session.prompts().finish("the procedure is complete; it wrote " + file);
      return ExitCode.OK;
    } catch (CancelledException e) {
      out.println(
          "The procedure ended without a result: " + e.getMessage() + ". The file is unchanged.");
      session.prompts().finish("the procedure ended without a result: " + e.getMessage());
      return ExitCode.STOPPED;
    } catch (IOException e) {
      session.prompts().finish("the procedure ended without a result: " + e.getMessage());
      throw e;
    } finally {
      out.flush();
    }
  }

  private static void write(Path file, Calibration calibration, PrintWriter out)
      throws IOException {
    try {
      CalibrationFile.write(file, calibration);
    } catch (IOException e) {
      out.println("The result could not be written. Save the following text as " + file + ":");
      out.print(CalibrationFile.format(calibration));
      throw e;
    }
  }
}
