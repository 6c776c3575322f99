package minitaur.controller.verify;

import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.TrackedPoses;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.mocap.TrackingConfig;
import org.jspecify.annotations.Nullable;

/** A simulated robot with a device that fails at a given time. */
final class FaultySession extends ForwardingSession {
  private static final long DELAY_NANOS = 70_000_000;

  private final @Nullable DeviceFault fault;
  private final long faultNanos;
  private final FaultyRobot robot = new FaultyRobot();
  private final DelayingClock clock = new DelayingClock();
  private final TrackedPoses poses;
  private MotorCommand.Mode lastMode = MotorCommand.Mode.OFF;
  private long firstFaultyPositionNanos;
  private long lastPositionNanos;

  /**
   * @param fault null for none
   * @param faultNanos start of the fault, in the robot's time
   */
  FaultySession(ControllerConfig config, long seed, @Nullable DeviceFault fault, long faultNanos) {
    super(new SimulatedSession(config.hardware(), config.task(), seed, false));
    this.fault = fault;
    this.faultNanos = faultNanos;
    poses = new TrackedPoses(new FaultyCameras(), TrackingConfig.nominal());
  }

  boolean suffers(DeviceFault from) {
    return fault == from && session.clock().nanos() >= faultNanos;
  }

  /** Whether the fault has begun. */
  boolean isFaulty() {
    return fault != null && suffers(fault);
  }

  /** Mode of the last command. */
  MotorCommand.Mode lastMode() {
    return lastMode;
  }

  /** Time from the first to the last position command during the fault. */
  long drivenDespiteFaultNanos() {
    return firstFaultyPositionNanos == 0 ? 0 : lastPositionNanos - firstFaultyPositionNanos;
  }

  private final class FaultyRobot implements Robot {
    private long encoderNanos;
    private long imuNanos;

    @Override
    public void read(RobotState state) {
      session.robot().read(state);
      if (!isFaulty()) {
        encoderNanos = state.encoderTimeNanos;
        imuNanos = state.imuTimeNanos;
        return;
      }
      state.connected &= !suffers(DeviceFault.LINK_LOST);
      state.motorAngleRad[3] =
          suffers(DeviceFault.ENCODER_SILENT) ? Double.NaN : state.motorAngleRad[3];
      state.encoderTimeNanos =
          suffers(DeviceFault.ENCODERS_FROZEN) ? encoderNanos : state.encoderTimeNanos;
      state.imuTimeNanos = suffers(DeviceFault.IMU_FROZEN) ? imuNanos : state.imuTimeNanos;
      state.rollRad = suffers(DeviceFault.IMU_SILENT) ? Double.NaN : state.rollRad;
      state.batteryVoltage = suffers(DeviceFault.BATTERY_EMPTY) ? 9.5 : state.batteryVoltage;
      state.motorTemperatureCelsius[5] =
          suffers(DeviceFault.MOTOR_OVERHEATED) ? 79 : state.motorTemperatureCelsius[5];
      state.motorTorqueNm[1] = suffers(DeviceFault.MOTOR_BLOCKED) ? -3.4 : state.motorTorqueNm[1];
    }

    @Override
    public void write(MotorCommand command) {
      lastMode = command.mode;
      if (command.mode == MotorCommand.Mode.POSITION) {
        lastPositionNanos = session.clock().nanos();
        if (isFaulty() && firstFaultyPositionNanos == 0) {
          firstFaultyPositionNanos = lastPositionNanos;
        }
      }
      session.robot().write(command);
    }

    @Override
    public void close() {
      session.robot().close();
    }
  }

  private final class DelayingClock implements Clock {
    @Override
    public long nanos() {
      return session.clock().nanos();
    }

    @Override
    public void waitUntil(long timeNanos) {
      session.clock().waitUntil(timeNanos);
      if (suffers(DeviceFault.CONTROL_DELAYED)) {
        session.clock().waitUntil(timeNanos + DELAY_NANOS);
      }
    }
  }

  private final class FaultyCameras implements PoseSource {
    @Override
    public boolean poll(Pose pose) {
      while (session.poses().poll(pose)) {
        if (!suffers(DeviceFault.MOCAP_LOST)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void close() {
      session.poses().close();
    }
  }

  @Override
  public Robot robot() {
    return robot;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public PoseSource poses() {
    return poses;
  }

  @Override
  public Tracker tracker() {
    return poses;
  }
}
