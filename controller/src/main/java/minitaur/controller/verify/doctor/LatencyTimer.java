package minitaur.controller.verify.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Latency timer of an FTDI adapter on Linux: the time for which the adapter holds back bytes that
 * do not fill a USB packet. The driver's default of 16 ms is too long for a control step.
 *
 * @param file sysfs file of the setting
 * @param millis value of the setting, ms
 */
record LatencyTimer(Path file, int millis) {
  /** Root of the drivers' settings. */
  static final Path SYSFS = Path.of("/sys/class/tty");

  private static final int MAX_MILLIS = 1;

  /**
   * Reads the latency timer of a port.
   *
   * @param port path of the port; symbolic links are followed
   * @param sysfs root of the drivers' settings
   * @return null for a port without a latency timer
   */
  static @Nullable LatencyTimer of(Path port, Path sysfs) {
    try {
      Path device = port.toRealPath().getFileName();
      if (device == null) {
        return null;
      }
      Path file = sysfs.resolve(device.toString()).resolve("device").resolve("latency_timer");
      return Files.isReadable(file)
          ? new LatencyTimer(file, Integer.parseInt(Files.readString(file).strip()))
          : null;
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  /** The problem with its fix; null when there is none. */
  @Nullable String problem() {
    return millis <= MAX_MILLIS
        ? null
        : """
        the FTDI adapter holds bytes back for %d ms: echo 1 | sudo tee %s; to make this permanent, put this udev \
        rule into /etc/udev/rules.d/61-minitaur-ftdi.rules and plug the adapter in again: \
        ACTION=="add", SUBSYSTEM=="usb-serial", DRIVER=="ftdi_sio", ATTR{latency_timer}="1\"\
        """
            .formatted(millis, file);
  }
}
