package minitaur.hal.mocap.client;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import minitaur.hal.Clock;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.wire.BodyListener;
import minitaur.hal.mocap.wire.BodySample;
import org.jspecify.annotations.Nullable;

/**
 * Converts decoded samples of the robot's body into poses. The body is selected by name, because
 * its id may differ between connections. The receiving thread adds samples; another thread takes
 * the poses.
 */
final class Reception implements BodyListener {
  private static final int QUEUED = 1024;

  private final Clock clock;
  private final @Nullable String wanted;
  private final ServerClock serverClock;
  private final SampleScreen screen;
  private final ArrivalStatistics arrivals = new ArrivalStatistics();
  private final PoseQueue queue = new PoseQueue(QUEUED);
  private final Map<Integer, String> bodies = new ConcurrentHashMap<>();
  private final Pose pose = new Pose();
  private int[] ids = {};
  private boolean unknownBody;
  private volatile boolean known;
  private volatile @Nullable InetAddress otherSender;
  private volatile long heard;
  private int wantedId;
  private volatile long lastSampleNanos;
  private volatile long lastPoseNanos;

  Reception(MocapConfig config, Clock clock) {
    this.clock = clock;
    wanted = config.body();
    serverClock = new ServerClock(Math.round(config.shortestDelaySeconds() * 1e9));
    screen = new SampleScreen(serverClock, new TrunkTransform(config.lane(), config.offset()));
  }

  /**
   * Starts a new connection: ids, frame numbers, time stamps and clock offset of the last one are
   * invalid.
   */
  void begin() {
    forgetBodies();
    screen.reset();
    arrivals.reset();
    otherSender = null;
    lastSampleNanos = clock.nanos();
    lastPoseNanos = lastSampleNanos;
  }

  /** Time of the local clock. */
  long nanos() {
    return clock.nanos();
  }

  @Override
  public void forgetBodies() {
    bodies.clear();
    ids = new int[0];
    unknownBody = false;
    known = false;
  }

  @Override
  public void body(int id, String name) {
    bodies.put(id, name);
    ids = bodies.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    if (Objects.equals(name, wanted)) {
      wantedId = id;
      known = true;
    } else if (known && wantedId == id) {
      known = false;
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  public void sample(BodySample sample) {
    heard++;
    if (!known || sample.body != wantedId) {
      unknownBody = unknownBody || Arrays.binarySearch(ids, sample.body) < 0;
      return;
    }
    long now = clock.nanos();
    lastSampleNanos = now;
    arrivals.arrived(now);
    if (screen.accept(sample, now, pose)) {
      lastPoseNanos = now;
      arrivals.delayed(pose.timeNanos, now);
      long overwritten = queue.overwritten();
      queue.add(pose);
      if (queue.overwritten() > overwritten) {
        screen.drops().drop(DropReason.OVERFLOW);
      }
    }
  }

  @Override
  public void malformed() {
    screen.drops().drop(DropReason.MALFORMED);
  }

  /** Counts a packet from another computer than the configured one; its content is not used. */
  void receivedFromOther(InetAddress sender) {
    otherSender = sender;
    screen.drops().drop(DropReason.OTHER_SENDER);
  }

  /** The last computer other than the server that sent packets; null for none. */
  @Nullable InetAddress otherSender() {
    return otherSender;
  }

  /** Whether samples of a body without a name have arrived since the bodies were named. */
  boolean hasUnknownBody() {
    return unknownBody;
  }

  /** Adds a round trip: the server's clock was {@code serverNanos} between the two local times. */
  void echo(long sentNanos, long receivedNanos, long serverNanos) {
    serverClock.echo(sentNanos, receivedNanos, serverNanos);
  }

  PoseQueue queue() {
    return queue;
  }

  SampleScreen screen() {
    return screen;
  }

  ArrivalStatistics arrivals() {
    return arrivals;
  }

  /** Name of the robot's body; null if no poses are requested. */
  @Nullable String wanted() {
    return wanted;
  }

  /** Number of samples of any body. */
  long heard() {
    return heard;
  }

  /** Whether the server has reported the body. */
  boolean isKnown() {
    return known;
  }

  /** Arrival time of the body's last sample. */
  long lastSampleNanos() {
    return lastSampleNanos;
  }

  /** Arrival time of the last pose. */
  long lastPoseNanos() {
    return lastPoseNanos;
  }

  /** Names of all bodies, in alphabetical order. */
  List<String> bodies() {
    return List.copyOf(new TreeSet<>(bodies.values()));
  }
}
