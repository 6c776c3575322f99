package minitaur.controller.training;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeLoop;
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
  private final ReadyRobot ready;
  private boolean inEpisode;
  private int episodes;

  /**
   * Collects on a robot.
   *
   * @param rig not closed
   * @param sink where transitions go
   * @param stop asked while the robot is waited for whether to give up
   */
  Collector(
      ControllerConfig config,
      Rig rig,
      BehaviourPolicies policies,
      TransitionSink sink,
      BooleanSupplier stop) {
    this.policies = policies;
    this.rig = rig;
    loop = EpisodeLoops.on(rig, config, policies, sink);
    ready = new ReadyRobot(rig, stop);
  }

  /**
   * Takes one environment step, or ends the episode when there is none left to take. Between two
   * episodes it first waits until the robot is ready, and does nothing when a stop is asked for.
   *
   * @return the episode's summary when it ended instead of taking a step, else null
   */
  @Nullable EpisodeSummary advance() {
    if (!inEpisode) {
      if (!ready.await()) {
        return null;
      }
      begin();
    }
    if (loop.tick()) {
      policies.countStep();
      return null;
    }
    inEpisode = false;
    episodes++;
    EpisodeSummary summary = loop.finish();
    rig.disarm();
    rig.note(EpisodeNote.end(summary).text());
    return summary;
  }

  /** Whether an episode is under way. */
  boolean isInEpisode() {
    return inEpisode;
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

  private void begin() {
    byte[] behaviour = behaviour();
    loop.begin(episodes);
    rig.note(EpisodeNote.begin(episodes, policies.actingId(), behaviour).text());
    inEpisode = true;
  }

  /** State of who acts, before the episode's policy is fetched. */
  private byte[] behaviour() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      policies.save(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
