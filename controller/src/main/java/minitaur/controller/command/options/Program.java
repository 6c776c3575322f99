package minitaur.controller.command.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.format.json.JsonText;
import minitaur.controller.robot.RobotSessionFactory;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunLogging;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Context of every command: build, logging, standard streams and clock.
 *
 * @param logging logging of the process, including the log file of a run
 * @param in standard input: typed by the operator, or piped
 * @param out results and progress
 * @param err messages that must not mix with results
 * @param clock wall clock, for dates and names of run directories
 */
public record Program(
    BuildInfo build,
    RunLogging logging,
    InputStream in,
    PrintStream out,
    PrintStream err,
    java.time.Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(Program.class);

  /** Standard input as text. */
  public Reader reader() {
    return new InputStreamReader(in, Charset.defaultCharset());
  }

  /** Standard output for text; flushes each line. */
  public PrintWriter writer() {
    return new PrintWriter(out, true, Charset.defaultCharset());
  }

  /** Standard error for text; flushes each line. */
  public PrintWriter errorWriter() {
    return new PrintWriter(err, true, Charset.defaultCharset());
  }

  /** Prints a warning that is not part of the results. */
  public void warn(String message) {
    err.println("WARNING: " + message);
  }

  /** Prints a value as one line of JSON. */
  public void printJson(Object value) throws JsonProcessingException {
    out.println(JsonText.of(value));
  }

  /** Today's date, such as 2026-03-01. */
  public String date() {
    return LocalDate.now(clock).toString();
  }

  /** The directory of a run: the requested one, else a name from the current time and the run. */
  public Path runPath(@Nullable Path requested, ControllerConfig config) {
    return requested == null
        ? RunDirectory.defaultPath(
            LocalDateTime.now(clock), config.robotLabel(), config.run().seed())
        : requested;
  }

  /**
   * Creates the directory of a run or opens an existing one, and logs to it too.
   *
   * @param resume whether the directory holds a run to resume
   */
  public RunDirectory openRun(Path path, ControllerConfig config, boolean resume)
      throws IOException {
    List<String> notes = new ArrayList<>();
    if (config.robot().isSerial()) {
      RobotSessionFactory.readCalibration(config.robot(), notes::add);
    }
    RunDirectory directory =
        resume
            ? RunDirectory.open(path, config, build, notes.toArray(String[]::new))
            : RunDirectory.create(path, config, build, notes.toArray(String[]::new));
    logTo(directory.log());
    out.println((resume ? "Resuming " : "Training in ") + directory.path());
    return directory;
  }

  /** Logs to a file too, starting with the version of the program. */
  public void logTo(Path log) {
    logging.writeTo(log);
    LOG.info("Minitaur {}, revision {}.", build.version(), build.describeRevision());
  }

  /**
   * Prints the outcome of a training run.
   *
   * @param finished whether it reached its last step
   * @param resumeOptions command and options that resume the training, without the directory
   */
  public ExitCode reportEnd(boolean finished, RunDirectory directory, String resumeOptions) {
    if (finished) {
      out.println("Done. Learning curve: " + directory.curve() + "  Policy: " + directory.policy());
      return ExitCode.OK;
    }
    out.println("Stopped. Resume with: minitaur " + resumeOptions + " " + directory.path());
    return ExitCode.STOPPED;
  }
}
