package minitaur.hal.mocap.wire;

/**
 * What a NatNet server says of itself.
 *
 * @param name of the application
 * @param major version of NatNet, before the point
 * @param minor version of NatNet, after the point
 * @param clockHz ticks a second of its time stamps; 0 when it does not say
 * @param dataPort where multicast frames go
 * @param multicast whether frames go to a group rather than to the client that asked
 * @param group the group's IPv4 address, as in "239.255.42.99"
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
