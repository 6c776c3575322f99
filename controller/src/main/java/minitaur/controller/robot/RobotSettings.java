package minitaur.controller.robot;

import static minitaur.hal.settings.InvalidSettingException.require;

import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/** Settings of the controlled robot and its connection. */
public record RobotSettings(
    @Setting(
            doc =
                "simulated: the robot that the group sim configures. serial: a robot, or an"
                    + " emulated board, on a serial port; run.mode is then asynchronous.")
        Hal hal,
    @Setting(doc = "Name of the robot. The calibration must be for a robot of this name.")
        String name,
    @Inline SerialPort serial,
    @Setting(
            doc =
                "Calibration of the robot: the file that minitaur calibrate writes for robot.name."
                    + " Required to enable torque.")
        String calibration,
    @Setting(doc = "Whether torque is allowed without a calibration. For emulated boards only.")
        boolean allowUncalibrated) {

  /** Serial port of the robot, and the position loop that drives it. */
  public record SerialPort(
      @Setting(
              doc =
                  "minitaur-link: this project's protocol, for boards with its firmware. ghost,"
                      + " ghost-metres: the legacy protocol of the Ghost mainboard, with r in rad"
                      + " or in m, depending on its firmware. moteus: eight controllers behind one"
                      + " fdcanusb.")
          Board board,
      @Setting(
              doc =
                  "Path of the serial port; preferably under /dev/serial/by-id, where it stays the"
                      + " same when the board is reconnected.")
          String port,
      @Setting(doc = "Baud rate; 0 for the board's default.", unit = "bit/s") int baud,
      @Setting(doc = "Rate of the position loop.", unit = "Hz") int loopRateHz,
      @Setting(
              doc =
                  "CPU core that the position loop requests, from 0; -1 leaves the choice to the"
                      + " operating system.")
          int realTimeCore) {
    public SerialPort {
      require(
          baud >= 0 && baud <= 12_000_000,
          "baud",
          baud,
          "0 for the board's default, or up to 12000000");
      require(
          loopRateHz >= 100 && loopRateHz <= 1000 && 1_000_000 % loopRateHz == 0,
          "loopRateHz",
          loopRateHz,
          "100 to 1000, with a whole number of microseconds between ticks");
      require(realTimeCore >= -1 && realTimeCore < 64, "realTimeCore", realTimeCore, "-1 to 63");
    }

    /** The project's defaults, without a port. */
    public static SerialPort defaults() {
      return new SerialPort(Board.MINITAUR_LINK, "", 0, 1000, -1);
    }
  }

  /** Connection to the robot. */
  public enum Hal {
    /** In simulation. */
    SIMULATED,
    /** On a serial port. */
    SERIAL
  }

  /** Protocol of the robot's board. */
  public enum Board {
    /** This project's protocol, for boards with its firmware. */
    MINITAUR_LINK,
    /** The Ghost mainboard's legacy protocol, r in radians. */
    GHOST,
    /** The Ghost mainboard's legacy protocol, r in meters. */
    GHOST_METRES,
    /** Eight moteus controllers behind one fdcanusb. */
    MOTEUS;
  }

  public RobotSettings {
    require(!name.isBlank(), "name", "empty", "a name, such as minitaur-1");
    require(
        hal != Hal.SERIAL || !serial.port().isEmpty(),
        "port",
        "empty",
        "the path of the port, such as /dev/serial/by-id/...; --port also sets it");
  }

  /** Whether the robot is on a serial port. */
  public boolean isSerial() {
    return hal == Hal.SERIAL;
  }

  /** The project's defaults. */
  public static RobotSettings defaults() {
    return new RobotSettings(Hal.SIMULATED, "minitaur", SerialPort.defaults(), "", false);
  }
}
