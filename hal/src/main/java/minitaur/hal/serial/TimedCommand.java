package minitaur.hal.serial;

import minitaur.hal.MotorCommand;

/** A command and the time at which it was written. */
final class TimedCommand {
  final MotorCommand command = new MotorCommand();
  long timeNanos = Long.MIN_VALUE;
}
