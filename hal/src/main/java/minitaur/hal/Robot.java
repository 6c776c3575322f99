package minitaur.hal;

/**
 * The one seam between what decides and what moves. Real, simulated, replayed and absent robots
 * stand behind it.
 *
 * <p>The position loop runs behind the seam, at up to 1 kHz: on the host, on the robot's board or
 * in the simulator. Neither method blocks, allocates or throws because of the hardware's condition;
 * a lost robot shows as {@link RobotState#connected}.
 */
public interface Robot extends AutoCloseable {
  /**
   * Fills {@code state} with the newest that is known.
   *
   * @param state Modified.
   */
  void read(RobotState state);

  /**
   * Sends a command, which holds until the next one or until a watchdog ends it.
   *
   * @param command Not modified, not kept.
   */
  void write(MotorCommand command);

  /** Stops the motors softly and gives the hardware back. */
  @Override
  void close();
}
