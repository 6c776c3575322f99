package minitaur.sim.mocap;

import java.util.List;
import minitaur.hal.Clock;
import minitaur.hal.loop.Agent;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.random.RandomStream;

/**
 * Publishes motion capture of a simulated robot to servers in real time on its own thread, so the
 * simulation never blocks on a client that does not read.
 */
public final class RealTimeMocap implements AutoCloseable {
  /**
   * Offset of the servers' clock from the local clock. It is nonzero because real servers have
   * their own clock.
   */
  public static final long CLOCK_OFFSET_NANOS = 1_000_000_000_000L;

  private static final int QUEUE_CAPACITY = 256;
  private static final long MAX_CLOSE_NANOS = 3_000_000_000L;

  private final Clock clock;
  private final List<EmulatedMocapServer> servers;
  private final MocapFeed feed;
  private final PoseQueue queue = new PoseQueue(QUEUE_CAPACITY);
  private final Agent agent = new Agent("emulated-mocap", this::publish);
  private final Pose pose = new Pose();
  private long offsetNanos = Long.MAX_VALUE;

  /**
   * Starts the thread.
   *
   * @param servers destinations; closed by {@link #close}. Not modified.
   * @param body name of the robot on the servers
   * @param dropoutFraction fraction of frames in which the robot is not tracked, 0 to 1
   * @param dropoutStream random stream of the dropouts; not shared
   */
  public RealTimeMocap(
      Clock clock,
      List<? extends EmulatedMocapServer> servers,
      String body,
      double dropoutFraction,
      RandomStream dropoutStream) {
    this.clock = clock;
    this.servers = List.copyOf(servers);
    feed = new MocapFeed(queue, servers, body, dropoutFraction, dropoutStream, CLOCK_OFFSET_NANOS);
    agent.start();
  }

  /**
   * Queues new poses for publishing; called frequently by the simulation thread.
   *
   * @param poses poses on a time base that runs at the clock's rate with another origin
   * @param nowNanos current time on that time base
   */
  public void enqueue(PoseSource poses, long nowNanos) {
    // Minimum of the differences, because a delay of this thread can only increase the difference.
    offsetNanos = Math.min(offsetNanos, clock.nanos() - nowNanos);
    while (poses.poll(pose)) {
      pose.timeNanos += offsetNanos;
      queue.add(pose);
      agent.wake();
    }
  }

  /** Idles only after a step without frames, because sending may consume a wake-up. */
  private long publish() {
    return feed.step() > 0 ? 0 : Agent.UNTIL_WOKEN;
  }

  @Override
  public void close() {
    agent.requestClose();
    // A client that does not read blocks the thread until its connection is closed.
    servers.forEach(EmulatedMocapServer::close);
    agent.close(MAX_CLOSE_NANOS);
  }
}
