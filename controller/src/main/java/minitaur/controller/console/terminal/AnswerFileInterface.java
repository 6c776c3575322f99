package minitaur.controller.console.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import minitaur.controller.operator.OperatorPort;
import org.jspecify.annotations.Nullable;

/**
 * Reads commands that a script writes to a file or a named pipe, one per line: {@code reset},
 * {@code stop}, {@code release}, {@code pause}, {@code continue}. Lines that a file contains before
 * the run starts are ignored. For runs without an operator.
 */
public final class AnswerFileInterface implements OperatorInterface {
  private final Path file;
  private final Consumer<String> lines;
  private @Nullable FileTailer tailer;

  /**
   * @param file file or named pipe; may be created later
   * @param lines prints a line; called from any thread
   */
  public AnswerFileInterface(Path file, Consumer<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  @Override
  public void start(OperatorPort port) throws IOException {
    tailer = new FileTailer(file, "operator-answers", line -> execute(line, port));
    lines.accept("Operator: reading commands from " + file + ", one per line.");
  }

  private void execute(String line, OperatorPort port) {
    lines.accept(OperatorCommandParser.submit(line, port, "file " + file.getFileName()).toLine());
  }

  @Override
  public void close() {
    if (tailer != null) {
      tailer.close();
    }
  }
}
