package minitaur.hal.mocap.client;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import minitaur.hal.Clock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import org.jspecify.annotations.Nullable;

/**
 * Poses of the trunk from a motion-capture server. A thread of its own receives; it connects again
 * whenever the connection ends or falls silent, and looks the body up by its name each time.
 *
 * <p>Poses are those that the server saw; whether they can be believed is for {@link
 * minitaur.hal.mocap.TrackedPoses} to say.
 */
public final class MocapClient implements PoseSource {
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 800;
  private static final long SILENCE_NANOS = 1_000_000_000;
  private static final long CLOSING_MILLIS = 3000;

  private final MocapConfig config;
  private final MocapConnector connector;
  private final Reception reception;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean connected;
  private volatile @Nullable MocapException failure;

  /**
   * Begins to connect, and returns at once.
   *
   * @param clock whose time the poses get
   */
  public MocapClient(MocapConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    reception = new Reception(config, clock);
    connector =
        switch (config.source()) {
          case VRPN -> new VrpnConnector(config);
          case NATNET -> new NatNetConnector(config);
          case QTM -> new QtmConnector(config);
        };
    thread = new Thread(this::run, "mocap-receiver");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public boolean poll(Pose pose) {
    return reception.queue().poll(pose);
  }

  /** How it stands now. Allocates. */
  public MocapStatus status() {
    SampleScreen screen = reception.screen();
    ArrivalStatistics arrivals = reception.arrivals();
    MocapException trouble = trouble();
    return new MocapStatus(
        connected,
        trouble == null ? null : trouble.problem(),
        trouble == null ? null : trouble.getMessage(),
        connections.get(),
        reception.bodies(),
        screen.frames(),
        screen.missing(),
        screen.unseen(),
        screen.invalid(),
        screen.disordered(),
        screen.frozen(),
        screen.clockJumps(),
        arrivals.rateHz(),
        arrivals.delaySeconds(),
        arrivals.jitterSeconds());
  }

  /** Leaves the server. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!isClosing(0)) {
      reception.begin();
      try (MocapConnection connection = connector.connect(reception)) {
        converse(connection);
      } catch (MocapException e) {
        failure = e;
      } catch (IOException e) {
        failure =
            new MocapException(
                MocapProblem.LOST,
                "the connection to %s broke (%s); connecting again"
                    .formatted(config.describeServer(), e.getMessage()));
      }
      pause = connected ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      connected = false;
      if (isClosing(pause)) {
        return;
      }
    }
  }

  /** Receives until there is a reason not to. */
  private void converse(MocapConnection connection) throws IOException {
    long lastNanos = clock.nanos();
    while (!isClosing(0)) {
      if (connection.receive()) {
        lastNanos = clock.nanos();
        noteConnected();
      } else if (clock.nanos() - lastNanos > SILENCE_NANOS) {
        MocapException explained = connection.explainSilence();
        throw explained != null ? explained : silence();
      }
    }
  }

  /** Who sends something is there; who only accepts us may be anybody. */
  private void noteConnected() {
    if (!connected) {
      connections.incrementAndGet();
      failure = null;
      connected = true;
    }
  }

  private MocapException silence() {
    return new MocapException(
        MocapProblem.SILENT,
        "%s is connected and sends nothing; check that it is measuring and that streaming is on"
            .formatted(config.describeServer()));
  }

  /** Why there are no poses though all may be well with the connection; null when there are. */
  private @Nullable MocapException trouble() {
    MocapException failed = failure;
    String body = reception.wanted();
    if (failed != null || !connected || body == null) {
      return failed;
    }
    long now = clock.nanos();
    if (!reception.isKnown()) {
      return new MocapException(
          MocapProblem.NO_SUCH_BODY,
          "%s has no body '%s'; it has %s"
              .formatted(
                  config.describeServer(),
                  body,
                  reception.bodies().isEmpty()
                      ? "none yet: create a rigid body in its software and enable its streaming"
                      : String.join(", ", reception.bodies())));
    }
    if (now - reception.lastSampleNanos() > SILENCE_NANOS) {
      return new MocapException(
          MocapProblem.SILENT,
          "%s knows the body '%s' and sends no frames of it; check that it is measuring"
              .formatted(config.describeServer(), body));
    }
    if (now - reception.lastPoseNanos() > SILENCE_NANOS) {
      return new MocapException(
          MocapProblem.NOT_SEEN,
          ("%s does not see the body '%s'; put it where the cameras look, and check that its markers"
                  + " are not covered")
              .formatted(config.describeServer(), body));
    }
    return null;
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
