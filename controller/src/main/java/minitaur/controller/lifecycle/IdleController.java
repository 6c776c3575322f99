package minitaur.controller.lifecycle;

import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.safety.ControlTick;
import minitaur.controller.episode.safety.OverloadTimer;
import minitaur.controller.episode.safety.SafetySupervisor;
import minitaur.controller.episode.safety.Verdict;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.robot.RobotSession;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;

/**
 * Control ticks outside episodes: waits for the tick, reads the robot, checks safety and writes
 * commands.
 */
final class IdleController {
  private final RobotSession session;
  private final SafetySupervisor supervisor;
  private final OperatorChannel channel;
  private final long stepNanos;
  private final double kd;
  private final OverloadTimer overloadTimer;
  private final ControlTick tick = new ControlTick();
  private final MotorCommand command = new MotorCommand();
  private EpisodeObserver observer = EpisodeObserver.NONE;

  IdleController(
      RobotSession session,
      SafetySupervisor supervisor,
      LifecycleSettings settings,
      OperatorChannel channel) {
    this.session = session;
    this.supervisor = supervisor;
    this.channel = channel;
    stepNanos = settings.stepNanos();
    kd = settings.gains().kd();
    overloadTimer = supervisor.createOverloadTimer();
  }

  long nowNanos() {
    return session.clock().nanos();
  }

  /** State of the robot at the last tick. */
  RobotState state() {
    return tick.state;
  }

  /** Pose of the trunk from motion capture at the last tick. */
  Track track() {
    return tick.track;
  }

  /** The next motor command; sent by {@link #sendCommand}. */
  MotorCommand command() {
    return command;
  }

  /** Resets the overload timer and reads the robot. */
  void restart() {
    overloadTimer.reset();
    tick.timeNanos = nowNanos();
    readRobot();
  }

  /** Sets the observer of all ticks. */
  void observe(EpisodeObserver newObserver) {
    observer = newObserver;
  }

  /** Waits for the next tick and reads the robot. */
  void waitForTick() {
    tick.timeNanos = nowNanos() + stepNanos;
    session.clock().waitUntil(tick.timeNanos);
    readRobot();
    observer.idleTick(tick.state, command, tick.track);
  }

  private void readRobot() {
    tick.nowNanos = nowNanos();
    session.robot().read(tick.state);
    session.tracker().read(tick.nowNanos, tick.track);
    overloadTimer.update(tick);
  }

  /** Checks the safety limits at the last tick of a scripted motion. */
  Verdict checkSafety() {
    tick.stopRequested = channel.isStopRequested();
    return supervisor.checkMotion(tick);
  }

  /** Like {@link #checkSafety}, for a robot at rest: no load explains a low voltage. */
  Verdict checkSafetyAtRest() {
    if (tick.batteryLowNanos > 0) {
      tick.batteryLowNanos = Long.MAX_VALUE;
    }
    return checkSafety();
  }

  /** Sets the motors to damping mode. */
  void dampMotors() {
    command.mode = MotorCommand.Mode.DAMPING;
    command.kp = 0;
    command.kd = kd;
    sendCommand();
  }

  /** Sets the motors to damping mode, or off. */
  void dampOrDisable(boolean disableMotors) {
    if (disableMotors) {
      command.mode = MotorCommand.Mode.OFF;
      sendCommand();
    } else {
      dampMotors();
    }
  }

  void sendCommand() {
    session.robot().write(command);
  }
}
