package minitaur.hal.mocap.client;

import minitaur.hal.Clock;
import minitaur.hal.loop.Agent;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;

/**
 * Receives poses of the trunk from a motion-capture server on its own thread. It reconnects
 * whenever the connection ends or falls silent, and looks up the body by its name each time.
 *
 * <p>The client does not reject outliers; {@link minitaur.hal.mocap.PoseTracker} does.
 */
public final class MocapClient implements PoseSource {
  private static final long MAX_CLOSE_NANOS = 3_000_000_000L;

  private final MocapConfig config;
  private final PoseReceiver poseReceiver;
  private final MocapReceiver receiver;
  private final Agent agent = new Agent("mocap-receiver", this::receive);

  /**
   * Starts connecting and returns immediately.
   *
   * @param clock clock of the capture times
   */
  public MocapClient(MocapConfig config, Clock clock) {
    this.config = config;
    poseReceiver = new PoseReceiver(config, clock);
    MocapConnector connector =
        switch (config.source()) {
          case VRPN -> target -> new VrpnConnection(config, target);
          case NATNET -> target -> new NatNetConnection(config, target);
          case QTM -> target -> new QtmConnection(config, target);
        };
    receiver = new MocapReceiver(config, connector, poseReceiver, clock, agent::isClosing);
    agent.start();
  }

  private long receive() {
    return receiver.work();
  }

  @Override
  public boolean poll(Pose pose) {
    return poseReceiver.queue().poll(pose);
  }

  /** Current status. Allocates. */
  public MocapStatus status() {
    SampleValidator validator = poseReceiver.validator();
    ArrivalStatistics arrivals = poseReceiver.arrivals();
    MocapException error = receiver.error();
    return new MocapStatus(
        receiver.isConnected(),
        error == null ? null : error.problem(),
        error == null ? null : error.getMessage(),
        MocapDiagnostics.warnings(config, poseReceiver),
        poseReceiver.bodies(),
        new MocapStatus.Samples(
            poseReceiver.frames(), validator.missing(), validator.drops().asMap()),
        new MocapStatus.StreamStatistics(
            receiver.connections(),
            validator.clockJumps(),
            arrivals.rateHz(),
            arrivals.delaySeconds(),
            arrivals.jitterSeconds()));
  }

  /** Disconnects from the server. */
  @Override
  public void close() {
    agent.close(MAX_CLOSE_NANOS);
  }
}
