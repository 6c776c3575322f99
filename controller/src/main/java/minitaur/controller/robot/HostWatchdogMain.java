package minitaur.controller.robot;

import java.util.concurrent.CountDownLatch;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.SystemClock;
import minitaur.hal.serial.HostWatchdog;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.SerialLinkException;
import org.jline.utils.Signals;

/**
 * Entry point of the watchdog process, see {@link HostWatchdogProcess}: waits for the end of
 * standard input, then sends kill frames, unless the host announced a regular exit.
 */
public final class HostWatchdogMain {
  private HostWatchdogMain() {}

  /**
   * Runs the watchdog.
   *
   * @param arguments path of the serial port, baud rate (0 for the default of the board), and
   *     {@link Board}
   */
  public static void main(String[] arguments) throws Exception {
    String port = arguments[0];
    HostWatchdog watchdog =
        new HostWatchdog(
            new JsscPort(port),
            Integer.parseInt(arguments[1]),
            BoardCodecs.hostCodec(Board.valueOf(arguments[2])),
            new SystemClock());
    // When the host has died, the files of the libraries may be gone.
    JsscPort.loadLibraries();
    // Ctrl-Z also reaches this process, which must never be suspended.
    Signals.register("TSTP", () -> {});
    CountDownLatch finished = new CountDownLatch(1);
    // Ctrl-C also reaches this process, which must outlive the host.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(finished), "watchdog-exit-hook"));
    try {
      System.out.write(HostWatchdog.READY);
      System.out.flush();
      if (watchdog.watch(System.in)) {
        System.err.println(
            "The program on "
                + port
                + " ended or failed without switching the motors off: the watchdog has switched"
                + " them off.");
      }
    } catch (SerialLinkException e) {
      System.err.println(
          "The watchdog cannot switch the motors off: "
              + e.getMessage()
              + ". If they are still on, switch off the robot's battery.");
    } finally {
      finished.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
