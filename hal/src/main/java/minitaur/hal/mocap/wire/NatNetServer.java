package minitaur.hal.mocap.wire;

/**
 * Information that a NatNet server sends about itself.
 *
 * @param name of the application
 * @param major version of NatNet, before the point
 * @param minor version of NatNet, after the point
 * @param clockHz ticks per second of its time stamps; 0 if not reported
 * @param dataPort port of multicast frames
 * @param multicast whether frames are sent to a group rather than to the requesting client
 * @param group IPv4 address of the group, such as "239.255.42.99"
 */
public record NatNetServer(
    String name,
    int major,
    int minor,
    long clockHz,
    int dataPort,
    boolean multicast,
    String group) {

  /** Whether its version is {@code major.minor} or later. */
  public boolean isAtLeast(int major, int minor) {
    return this.major > major || (this.major == major && this.minor >= minor);
  }
}
