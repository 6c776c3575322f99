package minitaur.hal.mocap.client;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Maintains the connection to a server: connects, receives until the connection fails, and
 * reconnects. Poses resume within 2 s after a server becomes available again: at most {@link
 * #SILENCE_TIMEOUT_NANOS} to detect the silence, or the max retry interval, plus the duration of an
 * unanswered handshake.
 *
 * <p>Runs on one thread; other threads may query its state.
 */
final class MocapReceiver {
  private static final long MIN_RETRY_NANOS = 100_000_000;
  private static final long MAX_RETRY_NANOS = 800_000_000;
  private static final long SILENCE_TIMEOUT_NANOS = 1_000_000_000;

  private final MocapConfig config;
  private final MocapConnector connector;
  private final PoseReceiver poseReceiver;
  private final Clock clock;
  private final BooleanSupplier closing;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean connected;
  private volatile @Nullable MocapException failure;
  private long samplesAtFailure;
  private long pauseNanos = MIN_RETRY_NANOS;

  /**
   * @param closing stop signal, polled while connected
   */
  MocapReceiver(
      MocapConfig config,
      MocapConnector connector,
      PoseReceiver poseReceiver,
      Clock clock,
      BooleanSupplier closing) {
    this.config = config;
    this.connector = connector;
    this.poseReceiver = poseReceiver;
    this.clock = clock;
    this.closing = closing;
  }

  /**
   * Connects and receives until the connection fails.
   *
   * @return time to wait before reconnecting, ns
   */
  long work() {
    poseReceiver.reset();
    try (MocapConnection connection = connector.connect(poseReceiver)) {
      receiveUntilSilent(connection);
    } catch (MocapException e) {
      fail(e);
    } catch (IOException e) {
      fail(
          new MocapException(
              MocapProblem.LOST,
              "lost the connection to %s (%s); reconnecting",
              config.describeServer(),
              e.getMessage()));
    }
    pauseNanos = connected ? MIN_RETRY_NANOS : Math.min(2 * pauseNanos, MAX_RETRY_NANOS);
    connected = false;
    return pauseNanos;
  }

  /** Whether the server sends data. */
  boolean isConnected() {
    return connected;
  }

  /** Number of successful connections. */
  int connections() {
    return connections.get();
  }

  /** Why there are no poses, even if the connection works; null if there are poses. */
  @Nullable MocapException error() {
    MocapException lastFailure = failure;
    String body = poseReceiver.bodyName();
    if (lastFailure != null || !connected || body == null) {
      return lastFailure;
    }
    return MocapDiagnostics.findError(config.describeServer(), body, poseReceiver, clock.nanos());
  }

  /** Receives until stopped or until the server falls silent. */
  private void receiveUntilSilent(MocapConnection connection) throws IOException {
    long lastNanos = clock.nanos();
    while (!closing.getAsBoolean()) {
      if (connection.receive()) {
        lastNanos = clock.nanos();
        markConnected();
      } else if (clock.nanos() - lastNanos > SILENCE_TIMEOUT_NANOS) {
        MocapException explanation = connection.explainSilence();
        throw explanation != null ? explanation : silenceError();
      }
    }
  }

  /**
   * Marks the server as connected. Called only when data arrives, because any service may accept a
   * connection.
   */
  private void markConnected() {
    if (!connected) {
      connections.incrementAndGet();
      connected = true;
    }
    MocapException lastFailure = failure;
    // A silent server may answer each handshake without ever sending samples.
    if (lastFailure != null
        && (lastFailure.problem() != MocapProblem.SILENT
            || poseReceiver.sampleCount() > samplesAtFailure)) {
      failure = null;
    }
  }

  private void fail(MocapException e) {
    samplesAtFailure = poseReceiver.sampleCount();
    failure = e;
  }

  private MocapException silenceError() {
    return new MocapException(
        MocapProblem.SILENT,
        "%s is connected but sends nothing; check that it is measuring and that streaming is on",
        config.describeServer());
  }
}
