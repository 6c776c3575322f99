package minitaur.controller.episode;

import java.util.ArrayDeque;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;

/** Poses that a test delivers at chosen times. */
final class ManualPoseSource implements PoseSource {
  private final ArrayDeque<Pose> queue = new ArrayDeque<>();

  void deliver(long timeNanos, double x) {
    Pose pose = new Pose();
    pose.timeNanos = timeNanos;
    pose.xMetres = x;
    queue.add(pose);
  }

  @Override
  public boolean poll(Pose pose) {
    Pose next = queue.poll();
    if (next == null) {
      return false;
    }
    pose.set(next);
    return true;
  }

  @Override
  public void close() {}
}
