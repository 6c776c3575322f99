package minitaur.sim.mocap;

import minitaur.hal.mocap.Pose;

/** A rigid body tracked by an emulated server. Mutable; allocated once by its owner. */
public final class EmulatedBody {
  /** Name of the body on the server. */
  public final String name;

  /** Pose in a frame with z up; its time stamp is unused. */
  public final Pose pose = new Pose();

  /** Whether the body is tracked. */
  public boolean tracked = true;

  /** A body at the frame's origin. */
  public EmulatedBody(String name) {
    this.name = name;
  }
}
