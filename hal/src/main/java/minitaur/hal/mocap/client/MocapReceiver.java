package minitaur.hal.mocap.client;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Maintains the connection to a server: connects, receives until the connection fails, and
 * reconnects. Poses resume within 2 s after a server becomes available again: at most {@link
 * #SILENCE_NANOS} to detect the silence, or the longest pause between attempts, plus the duration
 * of an unanswered handshake.
 *
 * <p>Runs on one thread; other threads may query its state.
 */
final class MocapReceiver {
  private static final long FIRST_PAUSE_NANOS = 100_000_000;
  private static final long LONGEST_PAUSE_NANOS = 800_000_000;
  private static final long SILENCE_NANOS = 1_000_000_000;

  private final MocapConfig config;
  private final MocapConnector connector;
  private final Reception reception;
  private final Clock clock;
  private final BooleanSupplier closing;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean connected;
  private volatile @Nullable MocapException failure;
  private long heardAtFailure;
  private long pauseNanos = FIRST_PAUSE_NANOS;

  /**
   * @param closing stop signal, polled while connected
   */
  MocapReceiver(
      MocapConfig config,
      MocapConnector connector,
      Reception reception,
      Clock clock,
      BooleanSupplier closing) {
    this.config = config;
    this.connector = connector;
    this.reception = reception;
    this.clock = clock;
    this.closing = closing;
  }

  /**
   * Connects and receives until the connection fails.
   *
   * @return time to wait before reconnecting, ns
   */
  long work() {
    reception.begin();
    try (MocapConnection connection = connector.connect(reception)) {
      converse(connection);
    } catch (MocapException e) {
      fail(e);
    } catch (IOException e) {
      fail(
          new MocapException(
              MocapProblem.LOST,
              "the connection to %s broke (%s); connecting again"
                  .formatted(config.describeServer(), e.getMessage())));
    }
    pauseNanos = connected ? FIRST_PAUSE_NANOS : Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
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
  @Nullable MocapException trouble() {
    MocapException failed = failure;
    String body = reception.wanted();
    if (failed != null || !connected || body == null) {
      return failed;
    }
    return MocapDiagnosis.trouble(config.describeServer(), body, reception, clock.nanos());
  }

  /** Receives until stopped or until the server falls silent. */
  private void converse(MocapConnection connection) throws IOException {
    long lastNanos = clock.nanos();
    while (!closing.getAsBoolean()) {
      if (connection.receive()) {
        lastNanos = clock.nanos();
        noteConnected();
      } else if (clock.nanos() - lastNanos > SILENCE_NANOS) {
        MocapException explained = connection.explainSilence();
        throw explained != null ? explained : silence();
      }
    }
  }

  /**
   * Marks the server as connected. Called only when data arrives, because any service may accept a
   * connection.
   */
  private void noteConnected() {
    if (!connected) {
      connections.incrementAndGet();
      connected = true;
    }
    MocapException failed = failure;
    // A silent server may answer each handshake without ever sending samples.
    if (failed != null
        && (failed.problem() != MocapProblem.SILENT || reception.heard() > heardAtFailure)) {
      failure = null;
    }
  }

  private void fail(MocapException e) {
    heardAtFailure = reception.heard();
    failure = e;
  }

  private MocapException silence() {
    return new MocapException(
        MocapProblem.SILENT,
        "%s is connected but sends nothing; check that it is measuring and that streaming is on"
            .formatted(config.describeServer()));
  }
}
