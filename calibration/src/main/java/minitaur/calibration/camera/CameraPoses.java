package minitaur.calibration.camera;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import minitaur.hal.Clock;
import minitaur.hal.loop.Agent;
import minitaur.hal.mocap.DropCounts;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.client.ArrivalStatistics;
import minitaur.hal.mocap.client.MocapDiagnosis;
import minitaur.hal.mocap.client.MocapProblem;
import minitaur.hal.mocap.client.MocapStatus;
import org.jspecify.annotations.Nullable;

/**
 * Estimates poses of the trunk from a camera that sees the tag board on the trunk. A dedicated
 * thread captures images and detects the board; it reopens the camera after a failure. As with a
 * motion-capture server, an image without the board yields no pose.
 */
public final class CameraPoses implements PoseSource {
  private static final int QUEUED = 1024;
  private static final long FIRST_PAUSE_NANOS = 100_000_000;
  private static final long LONGEST_PAUSE_NANOS = 1_600_000_000;
  private static final long UNSEEN_NANOS = 1_000_000_000;
  private static final long LONGEST_CLOSE_NANOS = 3_000_000_000L;

  private final FrameSourceOpener opener;
  private final CameraSetup setup;
  private final Clock clock;
  private final RigidTransform laneFromCamera;
  private final RigidTransform boardFromTrunk;
  private final PoseQueue queue = new PoseQueue(QUEUED);
  private final ArrivalStatistics arrivals = new ArrivalStatistics();
  private final Pose pose = new Pose();
  private long lastCaptureNanos = Long.MIN_VALUE;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private final Agent agent = new Agent("camera-poses", this::run);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong frames = new AtomicLong();
  private final DropCounts drops = new DropCounts();
  private volatile long lastSeenNanos;
  private volatile boolean connected;
  private volatile boolean ended;
  private volatile @Nullable String failure;

  /**
   * Starts to open the camera and returns immediately.
   *
   * @param clock time base of the poses and the images
   */
  public CameraPoses(FrameSourceOpener opener, CameraSetup setup, Clock clock) {
    this.opener = opener;
    this.setup = setup;
    this.clock = clock;
    laneFromCamera = LanePlacements.laneFromCamera(setup.placement());
    boardFromTrunk = RigidTransform.bodyFromTrunk(setup.offset());
    lastSeenNanos = clock.nanos();
    agent.start();
  }

  @Override
  public boolean poll(Pose out) {
    return queue.poll(out);
  }

  /** The current status, in the format of a motion-capture client. Allocates. */
  public MocapStatus status() {
    String failed = failure;
    boolean blind = connected && clock.nanos() - lastSeenNanos > UNSEEN_NANOS;
    MocapProblem problem = null;
    String message = null;
    if (failed != null) {
      problem = MocapProblem.LOST;
      message = failed;
    } else if (blind) {
      problem = MocapProblem.NOT_SEEN;
      message =
          ("the camera does not see tags %d to %d on the trunk; put the robot where it looks,"
                  + " and check light and focus")
              .formatted(
                  setup.board().firstTag(), setup.board().firstTag() + setup.board().tags() - 1);
    }
    return new MocapStatus(
        connected,
        problem,
        message,
        MocapDiagnosis.dropped("tags", drops),
        List.of("tags"),
        new MocapStatus.Samples(frames.get(), 0, drops.asMap()),
        new MocapStatus.Arrivals(
            connections.get(),
            0,
            arrivals.rateHz(),
            arrivals.delaySeconds(),
            arrivals.jitterSeconds()));
  }

  /** Whether the image source has ended, as a file does. */
  public boolean isEnded() {
    return ended;
  }

  /** Stops the thread and releases the camera. */
  @Override
  public void close() {
    agent.close(LONGEST_CLOSE_NANOS);
  }

  private long run() {
    try (FrameSource source = opener.open();
        CameraFrame frame = new CameraFrame();
        TagBoardTracker tracker =
            new TagBoardTracker(
                setup.board(), new LensModel(setup.intrinsics()), laneFromCamera.inverse())) {
      watch(source, frame, tracker);
      ended = !agent.isClosing();
      connected = false;
      return Agent.DONE;
    } catch (CameraException e) {
      failure = e.getMessage();
    } catch (RuntimeException | LinkageError e) {
      // Any failure of the native library is reported to the control loop as a message.
      failure = "the camera failed within the program: " + e;
    }
    pauseNanos = connected ? FIRST_PAUSE_NANOS : Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    connected = false;
    return pauseNanos;
  }

  private void watch(FrameSource source, CameraFrame frame, TagBoardTracker tracker)
      throws CameraException {
    while (!agent.isClosing() && source.read(frame)) {
      if (!connected) {
        requireSize(frame);
        connections.incrementAndGet();
        lastSeenNanos = clock.nanos();
        failure = null;
        connected = true;
      }
      look(frame, tracker);
    }
  }

  private void requireSize(CameraFrame frame) throws CameraException {
    int width = setup.intrinsics().size().widthPixels();
    int height = setup.intrinsics().size().heightPixels();
    if (frame.width() != width || frame.height() != height) {
      throw new CameraException(
          ("images of %d x %d pixels, but the lens was calibrated with %d x %d; use that mode, or"
                  + " calibrate this one")
              .formatted(frame.width(), frame.height(), width, height));
    }
  }

  private void look(CameraFrame frame, TagBoardTracker tracker) {
    frames.incrementAndGet();
    BoardSighting sighting = tracker.track(frame);
    long now = clock.nanos();
    arrivals.arrived(now);
    if (sighting == null) {
      drops.drop(DropReason.NOT_TRACKED);
      return;
    }
    lastSeenNanos = now;
    if (frame.captureNanos() <= lastCaptureNanos) {
      drops.drop(DropReason.OUT_OF_ORDER);
      return;
    }
    laneFromCamera.times(sighting.cameraFromBoard()).times(boardFromTrunk).writeTo(pose);
    lastCaptureNanos = frame.captureNanos();
    pose.timeNanos = lastCaptureNanos;
    arrivals.delayed(pose.timeNanos, now);
    queue.add(pose);
    drops.accept();
  }
}
