package minitaur.hal.mocap;

/** Source of poses of the trunk: a motion-capture client, a camera, or the simulator. */
public interface PoseSource extends AutoCloseable {
  /**
   * Takes the next pose that has arrived, oldest first. Never blocks, never allocates.
   *
   * @param pose Modified when the result is true.
   * @return whether a pose was available
   */
  boolean poll(Pose pose);

  @Override
  void close();
}
