package minitaur.sim.mocap;

import java.util.List;
import java.util.concurrent.Semaphore;
import minitaur.hal.Clock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.random.RandomStream;
import minitaur.sim.SimulatedRobot;

/**
 * Cameras that see a simulated robot in real time, and the servers that tell of it, on a thread of
 * their own: whoever moves the robot never waits for a client that does not read.
 *
 * <p>The servers' clock is right even where the robot's time falls behind because the machine is
 * busy.
 */
public final class RealTimeMocap implements AutoCloseable {
  /** What the servers' clock is ahead of ours: it is not ours, as in a laboratory. */
  public static final long CLOCK_AHEAD_NANOS = 1_000_000_000_000L;

  private static final int QUEUED = 256;
  private static final long CLOSING_MILLIS = 3000;

  /** The robot's time has fallen behind when it lags by so much ... */
  private static final long LAG_NANOS = 5_000_000;

  /** ... so many times in a row; once is a thread that had to wait. */
  private static final int LAGS = 50;

  private final Clock clock;
  private final List<EmulatedMocapServer> servers;
  private final MocapFeed feed;
  private final PoseQueue seen = new PoseQueue(QUEUED);
  private final Semaphore looks = new Semaphore(0);
  private final Thread thread = new Thread(this::publish, "emulated-mocap");
  private final Pose pose = new Pose();
  private long behindNanos = Long.MAX_VALUE;
  private int lags;
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

  /** Takes what the robot's cameras have seen; called by the thread that moves it, often. */
  public void see(SimulatedRobot robot) {
    follow(clock.nanos() - robot.timeNanos());
    while (robot.poses().poll(pose)) {
      pose.timeNanos += behindNanos;
      seen.add(pose);
      looks.release();
    }
  }

  private void follow(long measuredNanos) {
    lags = measuredNanos > behindNanos + LAG_NANOS ? lags + 1 : 0;
    if (measuredNanos < behindNanos || lags >= LAGS) {
      behindNanos = measuredNanos;
      lags = 0;
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
