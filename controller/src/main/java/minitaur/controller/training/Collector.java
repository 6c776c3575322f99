package minitaur.controller.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.rig.EpisodeLoops;
import minitaur.controller.rig.Rig;
import org.jspecify.annotations.Nullable;

/** Runs one training episode after the other, on one thread. */
final class Collector {
  private final BehaviourPolicies policies;
  private final Rig rig;
  private final EpisodeLoop loop;
  private boolean inEpisode;
  private int episodes;

  /**
   * Collects on a robot.
   *
   * @param rig not closed
   * @param sink where transitions go
   * @param observer watches the episodes
   */
  Collector(
      ControllerConfig config,
      Rig rig,
      BehaviourPolicies policies,
      TransitionSink sink,
      EpisodeObserver observer) {
    this.policies = policies;
    this.rig = rig;
    loop = EpisodeLoops.on(rig, config, policies, sink);
    loop.observe(observer);
  }

  /**
   * Takes one environment step, or ends the episode when there is none left to take.
   *
   * @return the episode's summary when it ended instead of taking a step, else null
   */
  @Nullable EpisodeSummary advance() {
    if (!inEpisode) {
      rig.placeAtStart();
      loop.begin(episodes);
      inEpisode = true;
    }
    if (loop.tick()) {
      policies.countStep();
      return null;
    }
    inEpisode = false;
    episodes++;
    return loop.finish();
  }

  /** Environment steps taken; from any thread. */
  long steps() {
    return policies.steps();
  }

  /** Writes everything that the next episode depends on but the learner; between episodes only. */
  void save(DataOutput out) throws IOException {
    if (inEpisode) {
      throw new IllegalStateException("an episode is under way");
    }
    out.writeInt(episodes);
    policies.save(out);
    rig.save(out);
  }

  /** Reads what {@link #save} wrote. */
  void restore(DataInput in) throws IOException {
    episodes = in.readInt();
    policies.restore(in);
    rig.restore(in);
  }
}
