package minitaur.calibration.camera;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import minitaur.calibration.RigidTransform;
import minitaur.hal.Clock;
import minitaur.hal.loop.Agent;
import minitaur.hal.mocap.DropCounts;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.client.ArrivalStatistics;
import minitaur.hal.mocap.client.MocapDiagnostics;
import minitaur.hal.mocap.client.MocapProblem;
import minitaur.hal.mocap.client.MocapStatus;
import org.jspecify.annotations.Nullable;

/**
 * Estimates poses of the trunk from a camera that sees the tag board on the trunk. A dedicated
 * thread captures images and detects the board; it reopens the camera after a failure. As with a
 * motion-capture server, an image without the board yields no pose.
 */
public final class CameraPoseSource implements PoseSource {
  private static final int QUEUE_CAPACITY = 1024;
  private static final long MIN_RETRY_NANOS = 100_000_000;
  private static final long MAX_RETRY_NANOS = 1_600_000_000;
  private static final long NOT_SEEN_NANOS = 1_000_000_000;
  private static final long CLOSE_TIMEOUT_NANOS = 3_000_000_000L;

  private final FrameSourceOpener opener;
  private final CameraPoseConfig config;
  private final Clock clock;
  private final RigidTransform laneFromCamera;
  private final RigidTransform boardFromTrunk;
  private final PoseQueue queue = new PoseQueue(QUEUE_CAPACITY);
  private final ArrivalStatistics arrivals = new ArrivalStatistics();
  private final Pose pose = new Pose();
  private long lastCaptureNanos = Long.MIN_VALUE;
  private long retryNanos = MIN_RETRY_NANOS;
  private final Agent agent = new Agent("camera-poses", this::run);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong frames = new AtomicLong();
  private final DropCounts drops = new DropCounts();
  private volatile long lastDetectionNanos;
  private volatile boolean connected;
  private volatile boolean ended;
  private volatile @Nullable String failure;

  /**
   * Starts opening the camera and returns immediately.
   *
   * @param clock time base of the poses and the images
   */
  public CameraPoseSource(FrameSourceOpener opener, CameraPoseConfig config, Clock clock) {
    this.opener = opener;
    this.config = config;
    this.clock = clock;
    laneFromCamera = config.placement().laneFromCamera();
    boardFromTrunk = RigidTransform.bodyFromTrunk(config.offset());
    lastDetectionNanos = clock.nanos();
    agent.start();
  }

  @Override
  public boolean poll(Pose out) {
    return queue.poll(out);
  }

  /** The current status, in the format of a motion-capture client. Allocates. */
  public MocapStatus status() {
    String currentFailure = failure;
    boolean boardNotSeen = connected && clock.nanos() - lastDetectionNanos > NOT_SEEN_NANOS;
    MocapProblem problem = null;
    String message = null;
    if (currentFailure != null) {
      problem = MocapProblem.LOST;
      message = currentFailure;
    } else if (boardNotSeen) {
      problem = MocapProblem.NOT_SEEN;
      message =
          ("the camera does not see tags %d to %d on the trunk; place the robot in its field of"
                  + " view, and check light and focus")
              .formatted(
                  config.board().firstTag(),
                  config.board().firstTag() + config.board().tagCount() - 1);
    }
    return new MocapStatus(
        connected,
        problem,
        message,
        MocapDiagnostics.dropWarnings("tags", drops),
        List.of("tags"),
        new MocapStatus.Samples(frames.get(), 0, drops.asMap()),
        new MocapStatus.StreamStatistics(
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
    agent.close(CLOSE_TIMEOUT_NANOS);
  }

  private long run() {
    try (FrameSource source = opener.open();
        CameraFrame frame = new CameraFrame();
        TagBoardTracker tracker =
            new TagBoardTracker(
                config.board(), new LensModel(config.intrinsics()), laneFromCamera.inverse())) {
      processFrames(source, frame, tracker);
      ended = !agent.isClosing();
      connected = false;
      return Agent.DONE;
    } catch (CameraException e) {
      failure = e.getMessage();
    } catch (RuntimeException | LinkageError e) {
      // Any failure of the native library is reported to the control loop as a message.
      failure = "internal camera error: " + e;
    }
    retryNanos = connected ? MIN_RETRY_NANOS : Math.min(2 * retryNanos, MAX_RETRY_NANOS);
    connected = false;
    return retryNanos;
  }

  private void processFrames(FrameSource source, CameraFrame frame, TagBoardTracker tracker)
      throws CameraException {
    while (!agent.isClosing() && source.read(frame)) {
      if (!connected) {
        requireSize(frame);
        connections.incrementAndGet();
        lastDetectionNanos = clock.nanos();
        failure = null;
        connected = true;
      }
      processFrame(frame, tracker);
    }
  }

  private void requireSize(CameraFrame frame) throws CameraException {
    int width = config.intrinsics().size().widthPixels();
    int height = config.intrinsics().size().heightPixels();
    if (frame.width() != width || frame.height() != height) {
      throw new CameraException(
          "the images have %d x %d pixels, but the lens was calibrated with %d x %d; use that mode, or"
              + " calibrate this one",
          frame.width(), frame.height(), width, height);
    }
  }

  private void processFrame(CameraFrame frame, TagBoardTracker tracker) {
    frames.incrementAndGet();
    RigidTransform cameraFromBoard = tracker.track(frame);
    long now = clock.nanos();
    arrivals.addArrival(now);
    if (cameraFromBoard == null) {
      drops.countDropped(DropReason.NOT_TRACKED);
      return;
    }
    lastDetectionNanos = now;
    if (frame.captureNanos() <= lastCaptureNanos) {
      drops.countDropped(DropReason.OUT_OF_ORDER);
      return;
    }
    laneFromCamera.times(cameraFromBoard).times(boardFromTrunk).writeTo(pose);
    lastCaptureNanos = frame.captureNanos();
    pose.timeNanos = lastCaptureNanos;
    arrivals.addDelay(pose.timeNanos, now);
    if (!queue.add(pose)) {
      drops.countDropped(DropReason.OVERFLOW);
    }
    drops.countAccepted();
  }
}
