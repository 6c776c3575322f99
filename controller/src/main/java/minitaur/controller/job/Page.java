package minitaur.controller.job;

import java.io.PrintStream;
import java.util.List;
import minitaur.controller.cli.TrainRequest;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RunConfig;
import minitaur.controller.console.ConsoleFace;
import minitaur.controller.console.RobotDescription;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.rig.Rig;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.training.TrainingListener;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;

/** The operator's page of a run, if it is to have one. */
final class Page {
  private final @Nullable ConsoleFace face;
  private final boolean paced;

  /**
   * @param out where people read where it is
   */
  Page(TrainRequest request, RunDirectory directory, PrintStream out) {
    ControllerConfig config = request.config();
    paced = config.run().mode() != RunConfig.Mode.LOCK_STEP && config.sim().realTime();
    face =
        request.page().console().enabled()
            ? new ConsoleFace(
                request.page().console(),
                RobotDescription.of(config, directory.path().toString()),
                request.page().open(),
                out::println)
            : null;
  }

  void addTo(Faces faces) {
    if (face != null) {
      faces.add(face);
    }
  }

  /** A listener that tells the page too. */
  TrainingListener with(TrainingListener listener) {
    return face == null ? listener : TrainingListener.all(List.of(listener, face.training()));
  }

  /** Who watches the episodes of a robot for the page. */
  EpisodeObserver watching(Rig rig) {
    if (face == null) {
      return EpisodeObserver.NONE;
    }
    return paced ? face.pacedEpisodes(new SystemClock()) : face.episodes(rig);
  }
}
