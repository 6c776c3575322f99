package minitaur.hal.mocap;

/**
 * Passes on the plausible poses of another source and estimates their velocity. The reward uses the
 * poses themselves; safety checks and displays use the output of a {@link VelocityFilter}.
 *
 * <p>A pose is rejected if it is too far from the filter's prediction or rotated too far from the
 * previous pose. After several rejections in a row, the filter restarts at the newest pose. Poses
 * before and after such a restart, or before and after a gap longer than the coast time, are passed
 * on only if they are further apart than the coast time. A consumer that interpolates with a
 * shorter max gap therefore never mistakes the discontinuity for motion.
 *
 * <p>Allocates nothing after construction. Not thread-safe.
 */
public final class PoseTracker implements PoseSource, Tracker {
  private static final int QUEUE_CAPACITY = 1024;
  private static final double SECONDS_PER_NANO = 1e-9;

  /** Number of poses after which the velocity is known. */
  private static final int POSES_FOR_VELOCITY = 3;

  private final PoseSource source;
  private final TrackingConfig config;
  private final VelocityFilter filter;
  private final PoseQueue acceptedPoses = new PoseQueue(QUEUE_CAPACITY);

  private final Pose pose = new Pose();
  private final Pose lastAccepted = new Pose();

  // Filter output at the last accepted pose. The filter is never extrapolated beyond it.
  private double x;
  private double y;
  private double z;
  private double velocityX;
  private double velocityY;
  private double velocityZ;

  private int posesSinceStart;
  private int consecutiveRejections;
  private long filterNanos;
  private boolean hasForwarded;
  private long lastForwardedNanos;
  private boolean afterDiscontinuity;
  private boolean wasRead;
  private long velocityValidUntilNanos;
  private long resetNanos = Long.MIN_VALUE;

  private final DropCounts drops = new DropCounts();

  /**
   * @param source source of the unfiltered poses; closed by {@link #close}
   */
  public PoseTracker(PoseSource source, TrackingConfig config) {
    this.source = source;
    this.config = config;
    filter = new VelocityFilter(config.positionDeviationMetres(), config.jerkDensity());
  }

  @Override
  public boolean poll(Pose out) {
    processPending();
    return acceptedPoses.poll(out);
  }

  @Override
  public void read(long nowNanos, Track track) {
    processPending();
    if (!wasRead && posesSinceStart < POSES_FOR_VELOCITY) {
      velocityValidUntilNanos = nowNanos;
    }
    wasRead = true;
    boolean velocityKnown =
        posesSinceStart >= POSES_FOR_VELOCITY && nowNanos <= velocityValidUntilNanos;
    track.velocityUnknownNanos =
        velocityKnown ? 0 : Math.max(1, nowNanos - velocityValidUntilNanos);
    boolean hasPose = posesSinceStart > 0;
    track.timeNanos = lastAccepted.timeNanos;
    track.xMetres = hasPose ? x : Double.NaN;
    track.yMetres = hasPose ? y : Double.NaN;
    track.zMetres = hasPose ? z : Double.NaN;
    track.xMetresPerSec = velocityKnown ? velocityX : Double.NaN;
    track.yMetresPerSec = velocityKnown ? velocityY : Double.NaN;
    track.zMetresPerSec = velocityKnown ? velocityZ : Double.NaN;
  }

  /**
   * Restarts tracking after the trunk was carried to another place. Poses up to {@code timeNanos}
   * are discarded, including those not taken yet, and the next pose is accepted like the first one.
   * No poses are withheld because of the jump; consumers must not interpolate across {@code
   * timeNanos}.
   */
  public void reset(long timeNanos) {
    resetNanos = timeNanos;
    acceptedPoses.clear();
    posesSinceStart = 0;
    consecutiveRejections = 0;
    hasForwarded = false;
    afterDiscontinuity = false;
    wasRead = false;
  }

  /** Counts of accepted poses, and of dropped poses by reason. */
  public DropCounts drops() {
    return drops;
  }

  @Override
  public void close() {
    source.close();
  }

  private void processPending() {
    while (source.poll(pose)) {
      process();
    }
  }

  private void process() {
    if (pose.timeNanos <= resetNanos) {
      drops.countDropped(DropReason.BEFORE_START);
      return;
    }
    if (posesSinceStart == 0) {
      restartFilter();
      return;
    }
    long sinceLastNanos = pose.timeNanos - lastAccepted.timeNanos;
    if (pose.timeNanos <= filterNanos) {
      drops.countDropped(DropReason.OUT_OF_ORDER);
      return;
    }
    if (sinceLastNanos > config.coastNanos()) {
      afterDiscontinuity = true;
      restartFilter();
      return;
    }
    double dt = (pose.timeNanos - filterNanos) * SECONDS_PER_NANO;
    filter.predict(dt);
    filterNanos = pose.timeNanos;
    if (isPlausible(sinceLastNanos * SECONDS_PER_NANO)) {
      filter.correct(pose.xMetres, pose.yMetres, pose.zMetres);
      posesSinceStart++;
      accept();
      return;
    }
    consecutiveRejections++;
    if (consecutiveRejections >= config.rejections()) {
      afterDiscontinuity = true;
      restartFilter();
    } else {
      drops.countDropped(DropReason.OUTLIER);
    }
  }

  private boolean isPlausible(double secondsSinceLast) {
    // The comparisons are false for NaN.
    boolean isNear =
        filter.normalizedInnovation(pose.xMetres, pose.yMetres, pose.zMetres)
            <= config.gateDeviations();
    double dot =
        Math.abs(
            pose.qw * lastAccepted.qw
                + pose.qx * lastAccepted.qx
                + pose.qy * lastAccepted.qy
                + pose.qz * lastAccepted.qz);
    // StrictMath: the reward depends on this decision, so it must be the same on all platforms.
    double rotationAngle = 2 * StrictMath.acos(Math.min(1, dot));
    return isNear
        && rotationAngle <= config.jumpRad() + config.turnRateRadPerSec() * secondsSinceLast;
  }

  private void restartFilter() {
    filter.reset(pose.xMetres, pose.yMetres, pose.zMetres);
    filterNanos = pose.timeNanos;
    // Never increased here: a track that restarts repeatedly must not be reported as known.
    velocityValidUntilNanos = Math.min(velocityValidUntilNanos, pose.timeNanos);
    posesSinceStart = 1;
    accept();
  }

  private void accept() {
    consecutiveRejections = 0;
    lastAccepted.set(pose);
    x = filter.position(VelocityFilter.X);
    y = filter.position(VelocityFilter.Y);
    z = filter.position(VelocityFilter.Z);
    velocityX = filter.velocity(VelocityFilter.X);
    velocityY = filter.velocity(VelocityFilter.Y);
    velocityZ = filter.velocity(VelocityFilter.Z);
    if (posesSinceStart >= POSES_FOR_VELOCITY) {
      velocityValidUntilNanos = pose.timeNanos + config.coastNanos();
    }
    if (afterDiscontinuity
        && hasForwarded
        && pose.timeNanos - lastForwardedNanos <= config.coastNanos()) {
      drops.countDropped(DropReason.AFTER_JUMP);
      return;
    }
    drops.countAccepted();
    afterDiscontinuity = false;
    hasForwarded = true;
    lastForwardedNanos = pose.timeNanos;
    acceptedPoses.add(pose);
  }
}
