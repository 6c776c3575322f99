package minitaur.sim.mocap;

import java.util.List;
import java.util.concurrent.Semaphore;
import minitaur.hal.Clock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.random.RandomStream;

/**
 * Cameras that see a simulated robot in real time, and the servers that tell of it, on a thread of
 * their own: the simulation never waits for a client that does not read.
 */
public final class RealTimeMocap implements AutoCloseable {
  /** What the servers' clock is ahead of ours: it is not ours, as in a laboratory. */
  public static final long CLOCK_AHEAD_NANOS = 1_000_000_000_000L;

  private static final int QUEUED = 256;
  private static final long CLOSING_MILLIS = 3000;

  private final Clock clock;
  private final List<EmulatedMocapServer> servers;
  private final MocapFeed feed;
  private final PoseQueue seen = new PoseQueue(QUEUED);
  private final Semaphore looks = new Semaphore(0);
  private final Thread thread = new Thread(this::publish, "emulated-mocap");
  private final Pose pose = new Pose();
  private long beginNanos = Long.MAX_VALUE;
  private volatile boolean closing;

  /**
   * Starts it.
   *
   * @param servers closed by {@link #close}. Not modified.
   * @param body what they call the robot
   * @param dropOutShare share of frames in which the cameras do not see the robot, 0 to 1
   * @param dropOuts decides which; not shared
   */
  public RealTimeMocap(
      Clock clock,
      List<? extends EmulatedMocapServer> servers,
      String body,
      double dropOutShare,
      RandomStream dropOuts) {
    this.clock = clock;
    this.servers = List.copyOf(servers);
    feed = new MocapFeed(seen, servers, body, dropOutShare, dropOuts, CLOCK_AHEAD_NANOS);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes what the robot's cameras have seen; called by the thread that moves the robot, often.
   *
   * @param poses in a time that goes as the clock does, from another beginning
   * @param nowNanos now, in that time
   */
  public void see(PoseSource poses, long nowNanos) {
    // The smallest difference: a thread that had to wait only makes it look larger.
    beginNanos = Math.min(beginNanos, clock.nanos() - nowNanos);
    while (poses.poll(pose)) {
      pose.timeNanos += beginNanos;
      seen.add(pose);
      looks.release();
    }
  }

  private void publish() {
    while (!closing) {
      looks.acquireUninterruptibly();
      looks.drainPermits();
      feed.step();
    }
  }

  @Override
  public void close() {
    closing = true;
    looks.release();
    // A client that does not read holds the thread until its connection is closed.
    servers.forEach(EmulatedMocapServer::close);
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
