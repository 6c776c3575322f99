package minitaur.controller.command;

import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import minitaur.controller.robot.BoardCodecs;
import minitaur.hal.SystemClock;
import minitaur.hal.serial.DeadHostGuard;
import minitaur.hal.serial.JsscPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches over the process that drives a robot, and switches the motors off when it has died. */
public final class GuardJob implements Job<GuardRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(GuardJob.class);

  private final InputStream host;

  /**
   * @param host ends when the host does
   */
  public GuardJob(InputStream host) {
    this.host = host;
  }

  @Override
  public ExitCode run(GuardRequest request) throws Exception {
    DeadHostGuard guard =
        new DeadHostGuard(
            new JsscPort(request.port()),
            request.baudRate(),
            BoardCodecs.host(request.board()),
            new SystemClock());
    CountDownLatch ended = new CountDownLatch(1);
    // Ctrl-C goes to the host and to this process alike: it may go only after the host.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(ended), "guard-stays"));
    try {
      if (guard.watch(host)) {
        LOG.warn("The program that drove {} died: the motors were switched off.", request.port());
      }
      return ExitCode.OK;
    } finally {
      ended.countDown();
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
