package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** Which robot is driven, and how it is reached. */
public record RobotConfig(
    @Setting(
            doc =
                "simulated: the robot of the group sim. serial: a robot, or an emulated board, on a"
                    + " serial port; run.mode is then asynchronous.")
        Hal hal,
    @Setting(doc = "What this robot is called; its calibration must be made for that name.")
        String name,
    @Setting(
            doc =
                "minitaur-link: our own protocol, for self-flashed boards. ghost, ghost-metres: the"
                    + " Ghost mainboard's legacy protocol, r in rad or in metres as its firmware"
                    + " was built. moteus: eight controllers behind one fdcanusb.")
        Board board,
    @Setting(
            doc =
                "The serial port; best a name under /dev/serial/by-id, which stays when the board"
                    + " is plugged in again.")
        String port,
    @Setting(doc = "Speed of the port; 0 for what such a board usually has.", unit = "bit/s")
        int baud,
    @Setting(doc = "Ticks of the position loop.", unit = "Hz") int loopRateHz,
    @Setting(
            doc =
                "The robot's calibration: the file that minitaur calibrate makes, of robot.name."
                    + " Without one no torque is allowed.")
        String calibration,
    @Setting(
            doc =
                "Core that the position loop's thread asks for, from 0; -1 leaves it to the"
                    + " system.")
        int realTimeCore,
    @Setting(
            doc =
                "Whether torque is allowed without a calibration: only for a board that is"
                    + " emulated.")
        boolean allowUncalibrated) {

  /** How the robot is reached. */
  public enum Hal {
    /** It is computed. */
    SIMULATED,
    /** It is on a serial port. */
    SERIAL
  }

  /** What the robot's board speaks. */
  public enum Board {
    /** Our own protocol, for self-flashed boards. */
    MINITAUR_LINK,
    /** The Ghost mainboard's legacy protocol, r in radians. */
    GHOST,
    /** The Ghost mainboard's legacy protocol, r in metres. */
    GHOST_METRES,
    /** Eight moteus controllers behind one fdcanusb. */
    MOTEUS
  }

  /** Refuses impossible values. */
  public RobotConfig {
    require(!name.isBlank(), "name", "\"\"", "a name, such as minitaur-1");
    require(
        hal != Hal.SERIAL || !port.isEmpty(),
        "port",
        "\"\"",
        "the port's path, such as /dev/serial/by-id/...; --port says it too");
    require(baud >= 0 && baud <= 12_000_000, "baud", baud, "0 for the board's usual, to 12000000");
    require(
        loopRateHz >= 100 && loopRateHz <= 1000 && 1_000_000 % loopRateHz == 0,
        "loopRateHz",
        loopRateHz,
        "100 to 1000, with a whole number of microseconds between ticks");
    require(realTimeCore >= -1 && realTimeCore < 64, "realTimeCore", realTimeCore, "-1 to 63");
  }

  /** Whether the robot is on a serial port. */
  public boolean isSerial() {
    return hal == Hal.SERIAL;
  }

  /** The project's defaults. */
  public static RobotConfig defaults() {
    return new RobotConfig(
        Hal.SIMULATED, "minitaur", Board.MINITAUR_LINK, "", 0, 1000, "", -1, false);
  }
}
