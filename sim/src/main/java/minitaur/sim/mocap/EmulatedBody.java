package minitaur.sim.mocap;

import minitaur.hal.mocap.Pose;

/** A body that an emulated server knows. A mutable structure that its owner allocates once. */
public final class EmulatedBody {
  /** What the server calls it. */
  public final String name;

  /** Where it is, in a frame with z up; its time means nothing. */
  public final Pose pose = new Pose();

  /** Whether the cameras see it. */
  public boolean tracked = true;

  /** A body at the frame's origin. */
  public EmulatedBody(String name) {
    this.name = name;
  }
}
