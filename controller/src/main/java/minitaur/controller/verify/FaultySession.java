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
import minitaur.hal.mocap.PoseTracker;
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
  private final PoseTracker poses;
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
    poses = new PoseTracker(new FaultyCameras(), TrackingConfig.nominal());
  }

  boolean hasFault(DeviceFault kind) {
    return fault == kind && delegate.clock().nanos() >= faultNanos;
  }

  /** Whether the fault has begun. */
  boolean isFaulty() {
    return fault != null && hasFault(fault);
  }

  MotorCommand.Mode lastMode() {
    return lastMode;
  }

  /** Time from the first to the last position command during the fault. */
  long drivenAfterFaultNanos() {
    return firstFaultyPositionNanos == 0 ? 0 : lastPositionNanos - firstFaultyPositionNanos;
  }

  private final class FaultyRobot implements Robot {
    private long encoderNanos;
    private long imuNanos;

    @Override
    public void read(RobotState state) {
      delegate.robot().read(state);
      if (!isFaulty()) {
        encoderNanos = state.encoderTimeNanos;
        imuNanos = state.imuTimeNanos;
        return;
      }
      state.connected &= !hasFault(DeviceFault.LINK_LOST);
      state.motorAngleRad[3] =
          hasFault(DeviceFault.ENCODER_SILENT) ? Double.NaN : state.motorAngleRad[3];
      state.encoderTimeNanos =
          hasFault(DeviceFault.ENCODERS_FROZEN) ? encoderNanos : state.encoderTimeNanos;
      state.imuTimeNanos = hasFault(DeviceFault.IMU_FROZEN) ? imuNanos : state.imuTimeNanos;
      state.rollRad = hasFault(DeviceFault.IMU_SILENT) ? Double.NaN : state.rollRad;
      state.batteryVoltage = hasFault(DeviceFault.BATTERY_EMPTY) ? 9.5 : state.batteryVoltage;
      state.motorTemperatureCelsius[5] =
          hasFault(DeviceFault.MOTOR_OVERHEATED) ? 79 : state.motorTemperatureCelsius[5];
      state.motorTorqueNm[1] = hasFault(DeviceFault.MOTOR_BLOCKED) ? -3.4 : state.motorTorqueNm[1];
    }

    @Override
    public void write(MotorCommand command) {
      lastMode = command.mode;
      if (command.mode == MotorCommand.Mode.POSITION) {
        lastPositionNanos = delegate.clock().nanos();
        if (isFaulty() && firstFaultyPositionNanos == 0) {
          firstFaultyPositionNanos = lastPositionNanos;
        }
      }
      delegate.robot().write(command);
    }

    @Override
    public void close() {
      delegate.robot().close();
    }
  }

  private final class DelayingClock implements Clock {
    @Override
    public long nanos() {
      return delegate.clock().nanos();
    }

    @Override
    public void waitUntil(long timeNanos) {
      delegate.clock().waitUntil(timeNanos);
      if (hasFault(DeviceFault.CONTROL_DELAYED)) {
        delegate.clock().waitUntil(timeNanos + DELAY_NANOS);
      }
    }
  }

  private final class FaultyCameras implements PoseSource {
    @Override
    public boolean poll(Pose pose) {
      while (delegate.poses().poll(pose)) {
        if (!hasFault(DeviceFault.MOCAP_LOST)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void close() {
      delegate.poses().close();
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
