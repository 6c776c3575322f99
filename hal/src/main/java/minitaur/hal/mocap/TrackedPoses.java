package minitaur.hal.mocap;

/**
 * Passes on the plausible poses of another source and computes their velocity: for the reward the
 * poses themselves, for safety and display a {@link VelocityFilter}'s.
 *
 * <p>A pose that lies too far from where the filter expects it, or is turned too far against the
 * one before, is not believed; after some of them in a row they are the new truth and the filter
 * starts anew. Poses before and after such a break, and before and after a gap that is longer than
 * the coast, are never nearer to each other in time than the coast: whoever interpolates with a
 * shorter maximum gap cannot take the break for motion.
 *
 * <p>Allocates nothing after construction. Used by one thread.
 */
public final class TrackedPoses implements PoseSource, Tracker {
  private static final int KEPT = 1024;
  private static final double SECONDS_PER_NANO = 1e-9;

  /** A velocity is known from this many poses on. */
  private static final int POSES_FOR_VELOCITY = 3;

  private final PoseSource source;
  private final TrackingConfig config;
  private final VelocityFilter filter;
  private final PoseQueue believed = new PoseQueue(KEPT);

  private final Pose pose = new Pose();
  private final Pose last = new Pose();

  // What the filter said at the last pose; it is never asked beyond, where only its model speaks.
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
   * @param source of all poses; closed by {@link #close}
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
   * Is told that the trunk was carried elsewhere, and where from is of no interest: poses up to
   * {@code timeNanos} are forgotten, also those that nobody has taken, and the next one is believed
   * as the first one was. Nothing is held back for the jump; whoever interpolates must not do so
   * across {@code timeNanos}.
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

  /** Counts of poses that were used, and of those that were not, by reason. */
  public DropCounts drops() {
    return drops;
  }

  /** How often the filter started anew after poses that were not believed. */
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
    // Written so that a NaN is not plausible.
    boolean near =
        filter.surprise(pose.xMetres, pose.yMetres, pose.zMetres) <= config.gateDeviations();
    double dot =
        Math.abs(pose.qw * last.qw + pose.qx * last.qx + pose.qy * last.qy + pose.qz * last.qz);
    // StrictMath: what is believed must not depend on the platform, for the reward does on it.
    double turned = 2 * StrictMath.acos(Math.min(1, dot));
    return near && turned <= config.jumpRad() + config.turnRateRadPerSec() * secondsSinceLast;
  }

  private void begin() {
    filter.begin(pose.xMetres, pose.yMetres, pose.zMetres);
    filterNanos = pose.timeNanos;
    // Never later: a track that breaks again and again must not look as if it were known.
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
