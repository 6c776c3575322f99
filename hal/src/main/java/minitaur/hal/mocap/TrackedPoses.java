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
public final class TrackedPoses implements PoseSource, Tracker {
  private static final int KEPT = 1024;
  private static final double SECONDS_PER_NANO = 1e-9;

  /** Number of poses after which the velocity is known. */
  private static final int POSES_FOR_VELOCITY = 3;

  private final PoseSource source;
  private final TrackingConfig config;
  private final VelocityFilter filter;
  private final PoseQueue believed = new PoseQueue(KEPT);

  private final Pose pose = new Pose();
  private final Pose last = new Pose();

  // Filter output at the last accepted pose. The filter is never extrapolated beyond it.
  private double x;
  private double y;
  private double z;
  private double velocityX;
  private double velocityY;
  private double velocityZ;

  private int posesSinceStart;
  private int rejectionsInARow;
  private long filterNanos;
  private boolean handedOn;
  private long lastHandedOnNanos;
  private boolean isBreak;
  private boolean wasRead;
  private long knownUntilNanos;
  private long carriedNanos = Long.MIN_VALUE;

  private final DropCounts drops = new DropCounts();
  private long restarts;

  /**
   * @param source source of the unfiltered poses; closed by {@link #close}
   */
  public TrackedPoses(PoseSource source, TrackingConfig config) {
    this.source = source;
    this.config = config;
    filter = new VelocityFilter(config.positionDeviationMetres(), config.jerkDensity());
  }

  @Override
  public boolean poll(Pose out) {
    take();
    return believed.poll(out);
  }

  @Override
  public void read(long nowNanos, Track track) {
    take();
    if (!wasRead && posesSinceStart < POSES_FOR_VELOCITY) {
      knownUntilNanos = nowNanos;
    }
    wasRead = true;
    boolean known = posesSinceStart >= POSES_FOR_VELOCITY && nowNanos <= knownUntilNanos;
    track.unknownNanos = known ? 0 : Math.max(1, nowNanos - knownUntilNanos);
    boolean seen = posesSinceStart > 0;
    track.timeNanos = last.timeNanos;
    track.xMetres = seen ? x : Double.NaN;
    track.yMetres = seen ? y : Double.NaN;
    track.zMetres = seen ? z : Double.NaN;
    track.xMetresPerSec = known ? velocityX : Double.NaN;
    track.yMetresPerSec = known ? velocityY : Double.NaN;
    track.zMetresPerSec = known ? velocityZ : Double.NaN;
  }

  /**
   * Restarts tracking after the trunk was carried to another place. Poses up to {@code timeNanos}
   * are discarded, including those not taken yet, and the next pose is accepted like the first one.
   * No poses are withheld because of the jump; consumers must not interpolate across {@code
   * timeNanos}.
   */
  public void carried(long timeNanos) {
    carriedNanos = timeNanos;
    believed.clear();
    posesSinceStart = 0;
    rejectionsInARow = 0;
    handedOn = false;
    isBreak = false;
    wasRead = false;
  }

  /** Counts of accepted poses, and of dropped poses by reason. */
  public DropCounts drops() {
    return drops;
  }

  /** Number of filter restarts after rejected poses. */
  public long restarts() {
    return restarts;
  }

  @Override
  public void close() {
    source.close();
  }

  private void take() {
    while (source.poll(pose)) {
      consider();
    }
  }

  private void consider() {
    if (pose.timeNanos <= carriedNanos) {
      drops.drop(DropReason.BEFORE_START);
      return;
    }
    if (posesSinceStart == 0) {
      begin();
      return;
    }
    long sinceLast = pose.timeNanos - last.timeNanos;
    if (pose.timeNanos <= filterNanos) {
      drops.drop(DropReason.OUT_OF_ORDER);
      return;
    }
    if (sinceLast > config.coastNanos()) {
      isBreak = true;
      begin();
      return;
    }
    double sinceStep = (pose.timeNanos - filterNanos) * SECONDS_PER_NANO;
    filter.predict(sinceStep);
    filterNanos = pose.timeNanos;
    if (isPlausible(sinceLast * SECONDS_PER_NANO)) {
      filter.correct(pose.xMetres, pose.yMetres, pose.zMetres);
      posesSinceStart++;
      believe();
      return;
    }
    rejectionsInARow++;
    if (rejectionsInARow >= config.rejections()) {
      restarts++;
      isBreak = true;
      begin();
    } else {
      drops.drop(DropReason.OUTLIER);
    }
  }

  private boolean isPlausible(double secondsSinceLast) {
    // The comparisons are false for NaN.
    boolean near =
        filter.surprise(pose.xMetres, pose.yMetres, pose.zMetres) <= config.gateDeviations();
    double dot =
        Math.abs(pose.qw * last.qw + pose.qx * last.qx + pose.qy * last.qy + pose.qz * last.qz);
    // StrictMath: the reward depends on this decision, so it must be the same on all platforms.
    double turned = 2 * StrictMath.acos(Math.min(1, dot));
    return near && turned <= config.jumpRad() + config.turnRateRadPerSec() * secondsSinceLast;
  }

  private void begin() {
    filter.begin(pose.xMetres, pose.yMetres, pose.zMetres);
    filterNanos = pose.timeNanos;
    // Never increased here: a track that restarts repeatedly must not be reported as known.
    knownUntilNanos = Math.min(knownUntilNanos, pose.timeNanos);
    posesSinceStart = 1;
    believe();
  }

  private void believe() {
    rejectionsInARow = 0;
    last.set(pose);
    x = filter.position(VelocityFilter.X);
    y = filter.position(VelocityFilter.Y);
    z = filter.position(VelocityFilter.Z);
    velocityX = filter.velocity(VelocityFilter.X);
    velocityY = filter.velocity(VelocityFilter.Y);
    velocityZ = filter.velocity(VelocityFilter.Z);
    if (posesSinceStart >= POSES_FOR_VELOCITY) {
      knownUntilNanos = pose.timeNanos + config.coastNanos();
    }
    if (isBreak && handedOn && pose.timeNanos - lastHandedOnNanos <= config.coastNanos()) {
      drops.drop(DropReason.AFTER_JUMP);
      return;
    }
    drops.accept();
    isBreak = false;
    handedOn = true;
    lastHandedOnNanos = pose.timeNanos;
    believed.add(pose);
  }
}
