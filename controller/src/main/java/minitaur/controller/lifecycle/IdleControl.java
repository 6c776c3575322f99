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
final class IdleControl {
  private final RobotSession session;
  private final SafetySupervisor supervisor;
  private final OperatorChannel channel;
  private final long stepNanos;
  private final double kd;
  private final OverloadTimer strain;
  private final ControlTick tick = new ControlTick();
  private final MotorCommand command = new MotorCommand();
  private EpisodeObserver observer = EpisodeObserver.NONE;

  IdleControl(
      RobotSession session,
      SafetySupervisor supervisor,
      LifecycleSettings settings,
      OperatorChannel channel) {
    this.session = session;
    this.supervisor = supervisor;
    this.channel = channel;
    stepNanos = settings.stepNanos();
    kd = settings.gains().kd();
    strain = supervisor.strainWatch();
  }

  long now() {
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

  /** The next motor command; sent by {@link #write}. */
  MotorCommand command() {
    return command;
  }

  /** Resets the overload timer and reads the robot. */
  void restart() {
    strain.restart();
    tick.timeNanos = now();
    read();
  }

  /** Sets the observer of all ticks. */
  void observe(EpisodeObserver ticks) {
    observer = ticks;
  }

  /** Waits for the next tick and reads the robot. */
  void pass() {
    tick.timeNanos = now() + stepNanos;
    session.clock().waitUntil(tick.timeNanos);
    read();
    observer.quiet(tick.state, command, tick.track);
  }

  private void read() {
    tick.nowNanos = now();
    session.robot().read(tick.state);
    session.tracker().read(tick.nowNanos, tick.track);
    strain.update(tick);
  }

  /** Checks the safety limits at the last tick of a scripted motion. */
  Verdict judge() {
    tick.stopWanted = channel.isStopWanted();
    return supervisor.judgeMotion(tick);
  }

  /** Sets the motors to damping mode. */
  void damp() {
    command.mode = MotorCommand.Mode.DAMPING;
    command.kp = 0;
    command.kd = kd;
    write();
  }

  /** Sets the motors to damping mode, or off. */
  void rest(boolean off) {
    if (off) {
      command.mode = MotorCommand.Mode.OFF;
      write();
    } else {
      damp();
    }
  }

  void write() {
    session.robot().write(command);
  }
}
