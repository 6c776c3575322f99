package minitaur.controller.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.console.web.ConsoleFace;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;

/** The operator of a robot's episodes: the desk, and the faces and the page at it. */
final class Attendance implements AutoCloseable {
  private final OperatorChannel desk = new OperatorChannel(InstantSource.system());
  private final Faces faces;
  private final @Nullable ConsoleFace page;
  private final boolean paced;

  /**
   * Faces that {@link #start} shows.
   *
   * @param shown the run's or the collector's directory, which the page is named by
   * @param paced whether a simulation keeps to the wall clock
   * @param in what the operator types where there is no terminal
   * @param out where people read
   */
  Attendance(
      ControllerConfig config,
      OperatorChoice operator,
      PageChoice choice,
      Path shown,
      boolean paced,
      InputStream in,
      PrintStream out) {
    this.paced = paced && !config.robot().isSerial();
    faces = Faces.chosen(operator, isAsked(config), in, out);
    page =
        choice.console().enabled()
            ? new ConsoleFace(
                choice.console(),
                RobotDescription.of(config, shown.toString()),
                choice.open(),
                out::println)
            : null;
    if (page != null) {
      faces.add(page);
    }
  }

  private static boolean isAsked(ControllerConfig config) {
    return switch (config.operator().resets()) {
      case ASK -> true;
      // After a fault the operator of a real robot is asked in any case.
      case BY_ROBOT, AUTOMATIC -> config.robot().isSerial();
    };
  }

  /**
   * Shows all faces.
   *
   * @throws IOException when one that was chosen cannot be shown
   */
  void start() throws IOException {
    faces.start(desk);
  }

  /** Where the robot's side and the faces meet. */
  OperatorChannel desk() {
    return desk;
  }

  /** A listener that tells the page too. */
  TrainingListener with(TrainingListener listener) {
    return page == null ? listener : TrainingListener.all(List.of(listener, page.training()));
  }

  /** Who watches the episodes of a robot for the page. */
  EpisodeObserver watching(RobotSession rig) {
    if (page == null) {
      return EpisodeObserver.NONE;
    }
    return paced ? page.pacedEpisodes(new SystemClock()) : page.episodes(rig);
  }

  @Override
  public void close() {
    faces.close();
  }
}
