package minitaur.controller.command;

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
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.run.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faces of one run. */
final class Faces implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Faces.class);

  private final List<Face> faces = new ArrayList<>();
  private final boolean isChosen;

  /**
   * @param isChosen whether the operator named the face, and would miss it
   */
  private Faces(boolean isChosen) {
    this.isChosen = isChosen;
  }

  /**
   * The faces that the operator chose.
   *
   * @param asked whether the run asks its operator for anything
   * @param in what somebody types
   * @param out where people read
   */
  static Faces chosen(OperatorChoice choice, boolean asked, InputStream in, PrintStream out) {
    boolean terminal = Terminal.isPresent();
    Consumer<String> lines =
        line -> {
          out.print(Terminal.lineAbove(line, terminal));
          out.flush();
        };
    Faces faces = new Faces(choice.kind() != OperatorChoice.Kind.AUTO);
    switch (choice.kind()) {
      case AUTO -> {
        if (terminal) {
          faces.add(new KeyFace(lines));
        } else if (asked) {
          faces.add(new LineFace(in, lines));
        }
      }
      case TERMINAL -> faces.add(terminal ? new KeyFace(lines) : new LineFace(in, lines));
      case HEADLESS -> {
        Path answers = choice.answers();
        if (answers != null) {
          faces.add(new AnswerFileFace(answers, lines));
        }
      }
      case NONE -> {
        if (asked) {
          lines.accept("Nobody can answer this run's requests: --operator is none.");
        }
      }
    }
    return faces;
  }

  /** Adds a face, such as a page. */
  void add(Face face) {
    faces.add(face);
  }

  /**
   * Shows all of them.
   *
   * @throws IOException when one that was chosen cannot be shown
   */
  void start(OperatorPort port) throws IOException {
    for (Face face : faces) {
      try {
        face.start(port);
      } catch (IOException e) {
        if (isChosen) {
          throw e;
        }
        LOG.warn("The terminal's keys cannot be read, so they do nothing: {}", e.getMessage());
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
