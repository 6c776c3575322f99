package minitaur.controller.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import minitaur.controller.console.terminal.AnswerFileFace;
import minitaur.controller.console.terminal.Face;
import minitaur.controller.console.terminal.KeyFace;
import minitaur.controller.console.terminal.LineFace;
import minitaur.controller.console.terminal.ReportFace;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.run.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator interfaces of one run. */
public final class OperatorInterfaces implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorInterfaces.class);

  private final List<Face> faces = new ArrayList<>();
  private final boolean isChosen;

  /**
   * @param isChosen whether the interface was selected explicitly, so that a failure is an error
   */
  private OperatorInterfaces(boolean isChosen) {
    this.isChosen = isChosen;
  }

  /**
   * The selected interfaces.
   *
   * @param asked whether the run requests anything from its operator
   * @param in input of the operator
   * @param out output to the operator
   */
  public static OperatorInterfaces chosen(
      OperatorChoice choice, boolean asked, InputStream in, PrintStream out) {
    boolean terminal = Terminal.isPresent();
    Consumer<String> lines =
        line -> {
          out.print(Terminal.lineAbove(line, Terminal.supportsUpdates()));
          out.flush();
        };
    OperatorInterfaces faces = new OperatorInterfaces(choice.kind() != OperatorChoice.Kind.AUTO);
    switch (choice.kind()) {
      case AUTO -> {
        if (terminal) {
          faces.add(new KeyFace(lines));
        } else if (asked) {
          faces.add(new LineFace(in, lines));
        } else {
          faces.add(new ReportFace(lines));
        }
      }
      case TERMINAL -> faces.add(terminal ? new KeyFace(lines) : new LineFace(in, lines));
      case HEADLESS -> {
        Path answers = choice.answers();
        faces.add(answers == null ? new ReportFace(lines) : new AnswerFileFace(answers, lines));
      }
      case NONE -> {
        faces.add(new ReportFace(lines));
        if (asked) {
          lines.accept("Requests of this run cannot be answered: --operator is none.");
        }
      }
    }
    return faces;
  }

  /** Adds an interface, such as a page. */
  public void add(Face face) {
    faces.add(face);
  }

  /**
   * Starts all interfaces.
   *
   * @throws IOException when a selected one cannot be started
   */
  public void start(OperatorPort port) throws IOException {
    for (Face face : faces) {
      try {
        face.start(port);
      } catch (IOException e) {
        if (isChosen) {
          throw e;
        }
        LOG.warn("The keys of the terminal cannot be read and have no effect: {}", e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    for (Face face : faces) {
      face.close();
    }
  }
}
