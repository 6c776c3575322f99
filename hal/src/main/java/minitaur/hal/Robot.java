package minitaur.hal;

/**
 * Robot interface: the only connection between a controller and a robot. Implemented by real,
 * simulated, replayed and absent robots.
 *
 * <p>The position loop runs behind this interface at up to 1 kHz: on the host, on the robot's board
 * or in the simulator. {@link #read} and {@link #write} do not block, do not allocate, and do not
 * throw because of the state of the hardware; a lost connection is reported by {@link
 * RobotState#connected}.
 */
public interface Robot extends AutoCloseable {
  /**
   * Fills {@code state} with the newest known values.
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

  /** Stops the motors gently and releases the hardware. */
  @Override
  void close();
}
