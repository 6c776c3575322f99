package minitaur.controller.console.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import minitaur.controller.operator.Answer;
import minitaur.controller.operator.OperatorPort;
import org.jspecify.annotations.Nullable;

/**
 * Orders as lines that a script writes to a file or a named pipe: {@code reset}, {@code stop},
 * {@code release}, {@code pause}, {@code continue}. What stood in a file before the run began
 * counts as old. For rehearsals without anybody.
 */
public final class AnswerFileInterface implements OperatorInterface {
  private final Path file;
  private final Consumer<String> lines;
  private @Nullable StatusPrinter narrator;
  private @Nullable FollowedFile followed;

  /**
   * @param file may appear later; it need not be regular
   * @param lines takes each line to be shown, from any thread
   */
  public AnswerFileInterface(Path file, Consumer<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  @Override
  public void start(OperatorPort port) throws IOException {
    followed = new FollowedFile(file, "operator-answers", line -> obey(line, port));
    lines.accept("Operator: orders are read from " + file + ", a line each.");
    StatusPrinter started = new StatusPrinter(port, lines);
    narrator = started;
    started.start();
  }

  private void obey(String line, OperatorPort port) {
    Answer answer = SpokenCommand.submit(line, port, "file " + file.getFileName());
    lines.accept((answer.accepted() ? "" : "No: ") + answer.text());
  }

  @Override
  public void close() {
    StatusPrinter started = narrator;
    if (started != null) {
      started.close();
    }
    FollowedFile reading = followed;
    if (reading != null) {
      reading.close();
    }
  }
}
