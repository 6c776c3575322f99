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

/** Control ticks outside of episodes: time passes, the robot is read, judged and commanded. */
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

  /** What the robot said at the last tick. */
  RobotState state() {
    return tick.state;
  }

  /** Where the trunk was seen at the last tick. */
  Track track() {
    return tick.track;
  }

  /** What the motors are to be told; {@link #write} does it. */
  MotorCommand command() {
    return command;
  }

  /** Forgets what lasted before, and reads. */
  void restart() {
    strain.restart();
    tick.timeNanos = now();
    read();
  }

  /** Shows {@code observer} every tick. */
  void observe(EpisodeObserver ticks) {
    observer = ticks;
  }

  /** Waits for the next tick, and reads. */
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

  /** Judges the last tick of a motion without a policy. */
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
