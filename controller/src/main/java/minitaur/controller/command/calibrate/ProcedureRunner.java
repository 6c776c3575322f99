package minitaur.controller.command.calibrate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.prompt.CancelledException;
import minitaur.controller.console.ProcedureSession;
import minitaur.controller.run.ExitCode;
import minitaur.hal.file.FileErrors;

/** Runs a procedure with its operator, writes the calibration file, and reports the outcome. */
final class ProcedureRunner {
  private final Path file;
  private final String robot;
  private final Calibration existing;

  /** A calibration procedure. */
  interface Procedure {
    /** Runs the procedure and returns how its result extends a calibration. */
    UnaryOperator<Calibration> run(ProcedureSession session) throws IOException, CancelledException;
  }

  /**
   * @param file read now if it exists; written when a procedure succeeds
   * @param robot name of the robot
   * @param warnings receives the warning that the file was edited by hand
   */
  ProcedureRunner(Path file, String robot, Consumer<? super String> warnings)
      throws CalibrationException {
    this.file = file;
    this.robot = robot;
    existing = read(warnings);
  }

  /** The calibration so far. */
  Calibration existing() {
    return existing;
  }

  /**
   * Runs the procedure.
   *
   * @param session closed afterwards
   */
  ExitCode run(ProcedureSession session, Procedure procedure, PrintWriter out) throws IOException {
    try (session) {
      UnaryOperator<Calibration> result = procedure.run(session);
      session.prompts().throwIfCancelled();
      write(result, out);
      out.println("Wrote " + file + ". To print it: minitaur calibrate show");
      session.prompts().finish("the procedure is complete; it wrote " + file);
      return ExitCode.OK;
    } catch (CancelledException e) {
      out.println(
          "The procedure ended without a result: " + e.getMessage() + ". The file is unchanged.");
      session.prompts().finish("the procedure ended without a result: " + e.getMessage());
      return ExitCode.STOPPED;
    } catch (IOException e) {
      session.prompts().finish("the procedure ended without a result: " + FileErrors.message(e));
      throw e;
    } finally {
      out.flush();
    }
  }

  private Calibration read(Consumer<? super String> warnings) throws CalibrationException {
    try {
      return Files.exists(file)
          ? CalibrationFile.read(file, robot, warnings)
          : Calibration.of(robot);
    } catch (IllegalArgumentException e) {
      throw new CalibrationException("%s", e.getMessage());
    }
  }

  private void write(UnaryOperator<Calibration> result, PrintWriter out) throws IOException {
    Calibration calibration = result.apply(existing);
    try {
      // Another procedure may have written its part meanwhile.
      calibration = result.apply(read(warning -> {}));
      CalibrationFile.write(file, calibration);
    } catch (IOException e) {
      out.println("The result could not be written. Save the following text as " + file + ":");
      out.print(CalibrationFile.format(calibration));
      throw e;
    }
  }
}
