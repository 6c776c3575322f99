package minitaur.hal.mocap;

/** Where poses of the trunk come from: a motion-capture client, a camera, or the simulator. */
public interface PoseSource extends AutoCloseable {
  /**
   * Takes the next pose that has arrived, oldest first. Never blocks, never allocates.
   *
   * @param pose Modified when a pose was there.
   * @return whether a pose was there
   */
  boolean poll(Pose pose);

  @Override
  void close();
}
