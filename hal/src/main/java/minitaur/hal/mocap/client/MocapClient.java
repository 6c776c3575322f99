package minitaur.hal.mocap.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import minitaur.hal.Clock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;

/**
 * Receives poses of the trunk from a motion-capture server on its own thread. It reconnects
 * whenever the connection ends or falls silent, and looks up the body by its name each time.
 *
 * <p>The client does not reject outliers; {@link minitaur.hal.mocap.TrackedPoses} does.
 */
public final class MocapClient implements PoseSource {
  private static final long CLOSING_MILLIS = 3000;

  private final MocapConfig config;
  private final Reception reception;
  private final MocapReceiver receiver;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Starts to connect and returns immediately.
   *
   * @param clock clock of the capture times
   */
  public MocapClient(MocapConfig config, Clock clock) {
    this.config = config;
    reception = new Reception(config, clock);
    MocapConnector connector =
        switch (config.source()) {
          case VRPN -> new VrpnConnector(config);
          case NATNET -> new NatNetConnector(config);
          case QTM -> new QtmConnector(config);
        };
    receiver = new MocapReceiver(config, connector, reception, clock, this::isClosing);
    thread = new Thread(receiver, "mocap-receiver");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public boolean poll(Pose pose) {
    return reception.queue().poll(pose);
  }

  /** Current status. Allocates. */
  public MocapStatus status() {
    SampleScreen screen = reception.screen();
    ArrivalStatistics arrivals = reception.arrivals();
    MocapException trouble = receiver.trouble();
    return new MocapStatus(
        receiver.isConnected(),
        trouble == null ? null : trouble.problem(),
        trouble == null ? null : trouble.getMessage(),
        MocapDiagnosis.warnings(config, screen, arrivals),
        reception.bodies(),
        new MocapStatus.Samples(screen.frames(), screen.missing(), screen.drops().asMap()),
        new MocapStatus.Arrivals(
            receiver.connections(),
            screen.clockJumps(),
            arrivals.rateHz(),
            arrivals.delaySeconds(),
            arrivals.jitterSeconds()));
  }

  /** Disconnects from the server. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosing(long waitMillis) {
    try {
      return closing.await(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
