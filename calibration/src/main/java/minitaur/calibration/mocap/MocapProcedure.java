package minitaur.calibration.mocap;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.MocapAlignment;
import minitaur.calibration.RigidTransform;
import minitaur.calibration.measure.Channel;
import minitaur.calibration.measure.WindowStatistics;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TargetPose;
import minitaur.hal.Clock;
import minitaur.hal.Leg;
import minitaur.hal.Robot;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.client.LaneFrame;

/**
 * Calibrates the lane in the server's frame and the trunk in the marker body's frame.
 *
 * <p>The operator stands the robot at the start of the lane, pushes it (or has it walk) straight
 * along the lane for a meter, and turns it in place, about the center of its four feet, by a
 * quarter turn or more. The direction of travel determines the lane's direction and, because the
 * robot heads along the lane, the trunk's yaw relative to the marker body. The standing trunk,
 * whose roll and pitch the IMU measures, determines roll and pitch relative to the body. The turn
 * determines the point of the body that does not move, which is the trunk's origin as seen from
 * above. The motor angles determine its height above the floor.
 */
public final class MocapProcedure {
  /** Name of the procedure in the calibration file. */
  public static final String DESCRIPTION = "1 m straight walk and turn in place";

  private static final long PERIOD_NANOS = 5_000_000;
  private static final double STAND_SECONDS = 1;
  private static final double MOTION_TIMEOUT_SECONDS = 40;
  private static final double REST_SECONDS = 1;
  private static final double REST_METRES = 0.003;
  private static final double REST_RAD = 0.01;
  private static final double MIN_WALK_METRES = 0.3;
  private static final double MIN_TURN_RAD = 0.7;
  private static final int STEPS = 3;

  private final Robot robot;
  private final PoseSource poses;
  private final Clock clock;
  private final Prompts prompts;
  private final RobotGeometry geometry;

  /**
   * @param robot calibrated robot; never commanded
   * @param poses poses of the marker body in the server's frame, rotated to z up; neither the trunk
   *     offset nor the lane is applied
   */
  public MocapProcedure(
      Robot robot, PoseSource poses, Clock clock, Prompts prompts, RobotGeometry geometry) {
    this.robot = robot;
    this.poses = poses;
    this.clock = clock;
    this.prompts = prompts;
    this.geometry = geometry;
  }

  /**
   * Runs the procedure.
   *
   * @param up the server's vertical axis
   * @param date recorded with the result
   * @throws CalibrationException when poses are missing, or the robot did not move as requested
   * @throws CancelledException when the operator cancels
   */
  public MocapAlignment run(LaneFrame.Up up, String date)
      throws CalibrationException, CancelledException {
    prompt(
        1,
        "Stand the robot at the start of the lane, level, heading along it.",
        TargetPose.onFloor(0, 0),
        Instruction.Timing.BEFORE_CONFIRMATION);
    RigidTransform trunk = measureTrunk();
    discardQueuedPoses();
    List<Pose> standing = record(STAND_SECONDS);
    prompt(
        2,
        "Push the robot, or let it walk, 1 m straight along the lane; then leave it standing.",
        TargetPose.onFloor(1, 0),
        Instruction.Timing.AFTER_CONFIRMATION);
    List<Pose> walk = recordMotion(MIN_WALK_METRES, /* minAngle= */ 0);
    prompt(
        3,
        "Turn the robot in place by a quarter turn to the left, about the center of its feet; then"
            + " leave it standing.",
        TargetPose.onFloor(0, Math.PI / 2),
        Instruction.Timing.AFTER_CONFIRMATION);
    List<Pose> turn = recordMotion(/* minDistance= */ 0, MIN_TURN_RAD);
    return evaluate(up, date, trunk, mean(standing), walk, turn);
  }

  /** Height above the floor, roll and pitch of the standing trunk; position and yaw are 0. */
  private RigidTransform measureTrunk() throws CalibrationException {
    WindowStatistics window = WindowStatistics.measure(robot, clock, STAND_SECONDS);
    double roll = Math.atan2(window.mean(Channel.UP_Y), window.mean(Channel.UP_Z));
    double pitch = Math.asin(Math.max(-1, Math.min(1, -window.mean(Channel.UP_X))));
    if (!Double.isFinite(roll + pitch)) {
      throw new CalibrationException("the robot's IMU sends no data; check that it is connected");
    }
    return RigidTransform.of(0, 0, trunkHeight(window), roll, pitch, 0);
  }

  /**
   * @param trunk as {@link #measureTrunk}
   * @param start pose of the marker body at the same time
   */
  private static MocapAlignment evaluate(
      LaneFrame.Up up,
      String date,
      RigidTransform trunk,
      Pose start,
      List<Pose> walk,
      List<Pose> turn)
      throws CalibrationException {
    Pose end = walk.get(walk.size() - 1);
    double direction = Math.atan2(end.yMetres - start.yMetres, end.xMetres - start.xMetres);
    RigidTransform serverFromBody = RigidTransform.of(start);
    // Body to trunk: R_body D = Rz(direction) Ry(pitch) Rx(roll).
    double[] rotation =
        serverFromBody
            .inverse()
            .times(RigidTransform.of(0, 0, 0, 0, 0, direction))
            .times(trunk)
            .rollPitchYaw();
    RotationCenterFit center = RotationCenterFit.of(turn);
    // Height of the trunk: p_z + (R r)_z = height, solved for r_z.
    double rz =
        (trunk.translation()[2] - serverFromBody.apply(center.x(), center.y(), 0)[2])
            / serverFromBody.rotation()[8];
    double[] origin = serverFromBody.apply(center.x(), center.y(), rz);
    try {
      return new MocapAlignment(
          date,
          DESCRIPTION,
          new MocapAlignment.LanePlacement(up, direction, origin[0], origin[1]),
          new MocapAlignment.TrunkOffset(
              center.x(), center.y(), rz, rotation[0], rotation[1], rotation[2]),
          straightness(walk, start, direction),
          center.residual());
    } catch (IllegalArgumentException e) {
      throw new CalibrationException(
          "the walk and the turn give an invalid alignment: "
              + e.getMessage()
              + "; is the floor at height 0 in the server's frame?");
    }
  }

  private static double straightness(List<Pose> walk, Pose start, double direction) {
    double square = 0;
    for (Pose pose : walk) {
      double lateral =
          (pose.yMetres - start.yMetres) * Math.cos(direction)
              - (pose.xMetres - start.xMetres) * Math.sin(direction);
      square += lateral * lateral;
    }
    return Math.sqrt(square / walk.size());
  }

  /** Height of the trunk's origin above the floor, from the leg that reaches lowest. */
  private double trunkHeight(WindowStatistics window) {
    FiveBarLeg kinematics = new FiveBarLeg(geometry);
    double[] foot = new double[2];
    double height = 0;
    for (Leg legId : Leg.values()) {
      kinematics.footPosition(
          window.mean(legId.rear().ordinal()), window.mean(legId.front().ordinal()), foot);
      height = Math.max(height, geometry.footRadius() - foot[1] - geometry.hipZ());
    }
    return height;
  }

  private void prompt(int number, String text, TargetPose pose, Instruction.Timing when)
      throws CancelledException {
    prompts.confirm(new Instruction(number, STEPS, text, pose, when, /* rejectionReason= */ null));
  }

  private void discardQueuedPoses() {
    Pose pose = new Pose();
    while (poses.poll(pose)) {
      // Discard poses from before the instruction.
    }
  }

  private List<Pose> record(double seconds) throws CalibrationException, CancelledException {
    List<Pose> recorded = new ArrayList<>();
    long end = clock.nanos() + Math.round(seconds * 1e9);
    while (clock.nanos() < end) {
      prompts.throwIfCancelled();
      clock.waitUntil(clock.nanos() + PERIOD_NANOS);
      Pose pose = new Pose();
      while (poses.poll(pose)) {
        recorded.add(pose);
        pose = new Pose();
      }
    }
    if (recorded.isEmpty()) {
      throw new CalibrationException(
          "no poses received for %.0f s; check with minitaur mocap that the body is tracked",
          seconds);
    }
    return recorded;
  }

  /** Records until the body has moved far enough and stands still again. */
  private List<Pose> recordMotion(double minDistance, double minAngle)
      throws CalibrationException, CancelledException {
    List<Pose> recorded = new ArrayList<>(record(REST_SECONDS));
    Pose start = recorded.get(0);
    long deadline = clock.nanos() + Math.round(MOTION_TIMEOUT_SECONDS * 1e9);
    while (clock.nanos() < deadline) {
      List<Pose> newPoses = record(REST_SECONDS);
      recorded.addAll(newPoses);
      Pose first = newPoses.get(0);
      Pose last = newPoses.get(newPoses.size() - 1);
      boolean isAtRest = distance(first, last) < REST_METRES && angle(first, last) < REST_RAD;
      if (isAtRest && distance(start, last) >= minDistance && angle(start, last) >= minAngle) {
        return recorded;
      }
    }
    throw new CalibrationException(
        "the body moved %.2f m and turned %.2f rad in %.0f s; required: at least %.2f m and"
            + " %.2f rad, then rest",
        distance(start, recorded.get(recorded.size() - 1)),
        angle(start, recorded.get(recorded.size() - 1)),
        MOTION_TIMEOUT_SECONDS,
        minDistance,
        minAngle);
  }

  private static double distance(Pose a, Pose b) {
    return Math.hypot(b.xMetres - a.xMetres, b.yMetres - a.yMetres);
  }

  private static double angle(Pose a, Pose b) {
    double dot = a.qw * b.qw + a.qx * b.qx + a.qy * b.qy + a.qz * b.qz;
    return 2 * Math.acos(Math.min(1, Math.abs(dot)));
  }

  /** Mean of poses that differ only slightly. */
  private static Pose mean(List<Pose> similarPoses) {
    Pose mean = new Pose();
    mean.set(similarPoses.get(0));
    for (int i = 1; i < similarPoses.size(); i++) {
      Pose.interpolate(mean, similarPoses.get(i), 1.0 / (i + 1), mean);
    }
    return mean;
  }
}
