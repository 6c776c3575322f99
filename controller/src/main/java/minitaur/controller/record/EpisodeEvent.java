package minitaur.controller.record;

import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in an episode, on its way to the thread that writes. A mutable structure
 * that its owner allocates once; which of the fields mean something depends on the kind.
 */
final class EpisodeEvent {
  /** What happened. */
  enum Kind {
    /** {@link #episode} and {@link #startNanos}. */
    BEGIN,
    /** {@link #tick}, {@link #state}, {@link #command} and {@link #track}. */
    TICK,
    /** {@link #pose}. */
    POSE,
    /** {@link #transition}. */
    TRANSITION,
    /** {@link #summary}. */
    END
  }

  Kind kind = Kind.END;
  int episode;
  long startNanos;
  final Tick tick = new Tick();
  final RobotState state = new RobotState();
  final MotorCommand command = new MotorCommand();
  final Track track = new Track();
  final Pose pose = new Pose();
  final Transition transition = new Transition();
  @Nullable EpisodeSummary summary;

  void setTick(Tick newTick, RobotState newState, MotorCommand newCommand, Track newTrack) {
    kind = Kind.TICK;
    tick.set(newTick);
    state.set(newState);
    command.set(newCommand);
    track.unknownNanos = newTrack.unknownNanos;
    track.timeNanos = newTrack.timeNanos;
    track.xMetres = newTrack.xMetres;
    track.yMetres = newTrack.yMetres;
    track.zMetres = newTrack.zMetres;
    track.xMetresPerSec = newTrack.xMetresPerSec;
    track.yMetresPerSec = newTrack.yMetresPerSec;
    track.zMetresPerSec = newTrack.zMetresPerSec;
  }
}
