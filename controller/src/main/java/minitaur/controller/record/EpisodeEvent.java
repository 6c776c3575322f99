package minitaur.controller.record;

import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.jspecify.annotations.Nullable;

/**
 * An event of an episode in the ring buffer of the writer thread. A mutable structure, allocated
 * once by its owner; the kind determines which fields are valid.
 */
final class EpisodeEvent {
  enum Kind {
    /** {@link #episode}, {@link #startNanos} and {@link #startWallNanos}. */
    BEGIN,
    /** {@link #terrain}. */
    TERRAIN,
    /** {@link #block} and {@link #pose}. */
    BLOCK,
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
  long startWallNanos;
  final Tick tick = new Tick();
  final RobotState state = new RobotState();
  final MotorCommand command = new MotorCommand();
  final Track track = new Track();
  final Pose pose = new Pose();
  final Transition transition = new Transition();
  @Nullable EpisodeSummary summary;
  @Nullable TerrainShape terrain;

  /** Index of a movable block. */
  int block;
}
