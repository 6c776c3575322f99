package minitaur.hal.mocap.client;

import minitaur.hal.Clock;
import minitaur.hal.loop.Agent;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;

/**
 * Receives poses of the trunk from a motion-capture server on its own thread. It reconnects
 * whenever the connection ends or falls silent, and looks up the body by its name each time.
 *
 * <p>The client does not reject outliers; {@link minitaur.hal.mocap.TrackedPoses} does.
 */
public final class MocapClient implements PoseSource {
  private static final long LONGEST_CLOSE_NANOS = 3_000_000_000L;

  private final MocapConfig config;
  private final Reception reception;
  private final MocapReceiver receiver;
  private final Agent agent = new Agent("mocap-receiver", this::receive);

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
    receiver = new MocapReceiver(config, connector, reception, clock, agent::isClosing);
    agent.start();
  }

  private long receive() {
    return receiver.work();
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
    agent.close(LONGEST_CLOSE_NANOS);
  }
}
