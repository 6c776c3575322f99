package minitaur.sim.mocap;

import java.util.List;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.random.RandomStream;

/**
 * Publishes poses of the simulated robot to emulated servers, with random dropouts that are the
 * same for all servers. Rate, noise and delay are those of the pose source.
 */
public final class MocapFeed {
  private final PoseSource poses;
  private final List<EmulatedMocapServer> servers;
  private final EmulatedBody body;
  private final List<EmulatedBody> bodies;
  private final double dropoutFraction;
  private final RandomStream dropoutStream;
  private final long clockOffsetNanos;
  private final Pose pose = new Pose();
  private long frame;

  /**
   * @param poses poses of the robot; polled by this feed only
   * @param servers destinations. Not modified.
   * @param body name of the robot on the servers
   * @param dropoutFraction fraction of frames in which the robot is not tracked, 0 to 1
   * @param dropoutStream random stream of the dropouts; not shared
   * @param clockOffsetNanos offset of the servers' clock from the time of the poses
   */
  public MocapFeed(
      PoseSource poses,
      List<? extends EmulatedMocapServer> servers,
      String body,
      double dropoutFraction,
      RandomStream dropoutStream,
      long clockOffsetNanos) {
    if (!(dropoutFraction >= 0 && dropoutFraction <= 1)) {
      throw new IllegalArgumentException(
          "the dropout fraction must be from 0 to 1, not " + dropoutFraction);
    }
    this.poses = poses;
    this.servers = List.copyOf(servers);
    this.body = new EmulatedBody(body);
    this.dropoutFraction = dropoutFraction;
    this.dropoutStream = dropoutStream;
    this.clockOffsetNanos = clockOffsetNanos;
    bodies = List.of(this.body);
  }

  /**
   * Publishes all frames captured since the last call.
   *
   * @return number of frames
   */
  public int step() {
    int sent = 0;
    while (poses.poll(pose)) {
      body.tracked = dropoutStream.nextDouble() >= dropoutFraction;
      body.pose.set(pose);
      for (EmulatedMocapServer server : servers) {
        server.publish(frame, pose.timeNanos + clockOffsetNanos, bodies);
      }
      frame++;
      sent++;
    }
    return sent;
  }
}
