package minitaur.hal.serial;

import minitaur.hal.MotorCommand;

/** A command and when it was given. */
final class TimedCommand {
  final MotorCommand command = new MotorCommand();
  long timeNanos = Long.MIN_VALUE;
}
