package minitaur.sim.mocap;

import java.util.List;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.random.RandomStream;

/**
 * Carries poses of the simulated robot to emulated servers, of which some are lost from view, the
 * same ones for all. Rate, noise and delay are those of the poses' source.
 */
public final class MocapFeed {
  private final PoseSource poses;
  private final List<EmulatedMocapServer> servers;
  private final EmulatedBody body;
  private final List<EmulatedBody> bodies;
  private final double dropOutShare;
  private final RandomStream dropOuts;
  private final long clockOffsetNanos;
  private final Pose pose = new Pose();
  private long frame;

  /**
   * @param poses of the robot; only this feed takes from it
   * @param servers where they go. Not modified.
   * @param body what the servers call the robot
   * @param dropOutShare share of frames in which the cameras do not see the robot, 0 to 1
   * @param dropOuts decides which; not shared
   * @param clockOffsetNanos what the servers' clock is ahead of the poses' time
   */
  public MocapFeed(
      PoseSource poses,
      List<? extends EmulatedMocapServer> servers,
      String body,
      double dropOutShare,
      RandomStream dropOuts,
      long clockOffsetNanos) {
    if (!(dropOutShare >= 0 && dropOutShare <= 1)) {
      throw new IllegalArgumentException(
          "the share of frames to lose is " + dropOutShare + "; allowed is 0 .. 1");
    }
    this.poses = poses;
    this.servers = List.copyOf(servers);
    this.body = new EmulatedBody(body);
    this.dropOutShare = dropOutShare;
    this.dropOuts = dropOuts;
    this.clockOffsetNanos = clockOffsetNanos;
    bodies = List.of(this.body);
  }

  /**
   * Sends what the cameras have seen since the last call.
   *
   * @return how many frames that was
   */
  public int step() {
    int sent = 0;
    while (poses.poll(pose)) {
      body.tracked = dropOuts.nextDouble() >= dropOutShare;
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
