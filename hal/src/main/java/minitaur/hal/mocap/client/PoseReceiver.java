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
final class PoseReceiver implements BodyListener {
  private static final int QUEUE_CAPACITY = 1024;

  private final Clock clock;
  private final @Nullable String bodyName;
  private final ServerClock serverClock;
  private final SampleValidator validator;
  private final ArrivalStatistics arrivals = new ArrivalStatistics();
  private final PoseQueue queue = new PoseQueue(QUEUE_CAPACITY);
  private final Map<Integer, String> bodies = new ConcurrentHashMap<>();
  private final Pose pose = new Pose();
  private int[] sortedIds = {};
  private boolean hasUnknownBody;
  private volatile boolean bodyKnown;
  private volatile @Nullable InetAddress otherSender;
  private volatile long sampleCount;
  private volatile long frames;
  private int bodyId;
  private volatile long lastSampleNanos;
  private volatile long lastPoseNanos;

  PoseReceiver(MocapConfig config, Clock clock) {
    this.clock = clock;
    bodyName = config.body();
    serverClock = new ServerClock(Math.round(config.minDelaySeconds() * 1e9));
    validator =
        new SampleValidator(serverClock, new TrunkTransform(config.lane(), config.offset()));
  }

  /**
   * Starts a new connection: ids, frame numbers, time stamps and clock offset of the last one are
   * invalid.
   */
  void reset() {
    onBodiesCleared();
    validator.reset();
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
  public void onBodiesCleared() {
    bodies.clear();
    sortedIds = new int[0];
    hasUnknownBody = false;
    bodyKnown = false;
  }

  @Override
  public void onBody(int id, String name) {
    bodies.put(id, name);
    sortedIds = bodies.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    if (Objects.equals(name, bodyName)) {
      bodyId = id;
      bodyKnown = true;
    } else if (bodyKnown && bodyId == id) {
      bodyKnown = false;
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  public void onSample(BodySample sample) {
    sampleCount++;
    if (!bodyKnown || sample.body != bodyId) {
      hasUnknownBody = hasUnknownBody || Arrays.binarySearch(sortedIds, sample.body) < 0;
      return;
    }
    long now = clock.nanos();
    lastSampleNanos = now;
    arrivals.addArrival(now);
    if (validator.accept(sample, now, pose)) {
      lastPoseNanos = now;
      arrivals.addDelay(pose.timeNanos, now);
      if (!queue.add(pose)) {
        validator.drops().countDropped(DropReason.OVERFLOW);
      }
    }
    frames++;
  }

  @Override
  public void onMalformed() {
    validator.drops().countDropped(DropReason.MALFORMED);
  }

  /** Counts a packet from another computer than the configured one; its content is not used. */
  void onForeignPacket(InetAddress sender) {
    otherSender = sender;
    validator.drops().countDropped(DropReason.OTHER_SENDER);
  }

  /** The last computer other than the server that sent packets; null for none. */
  @Nullable InetAddress otherSender() {
    return otherSender;
  }

  /** Whether samples of a body without a name have arrived since the bodies were named. */
  boolean hasUnknownBody() {
    return hasUnknownBody;
  }

  /** Adds a round trip: the server's clock was {@code serverNanos} between the two local times. */
  void addEcho(long sentNanos, long receivedNanos, long serverNanos) {
    serverClock.addEcho(sentNanos, receivedNanos, serverNanos);
  }

  PoseQueue queue() {
    return queue;
  }

  SampleValidator validator() {
    return validator;
  }

  ArrivalStatistics arrivals() {
    return arrivals;
  }

  /** Name of the robot's body; null if no poses are requested. */
  @Nullable String bodyName() {
    return bodyName;
  }

  /** Number of samples of any body. */
  long sampleCount() {
    return sampleCount;
  }

  /** Number of samples of the robot's body whose poses, if any, can be taken. */
  long frames() {
    return frames;
  }

  /** Whether the server has reported the body. */
  boolean isBodyKnown() {
    return bodyKnown;
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
