package minitaur.hal.mocap.client;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps up the conversation with a server: connects, receives until there is a reason not to, and
 * connects again. A server that is there again gives poses again within 2 s: at most {@link
 * #SILENCE_NANOS} until its silence is noticed or the longest pause until it is asked again, and
 * the time that an unanswered introduction takes.
 *
 * <p>One thread runs it; others may ask how it stands.
 */
final class MocapReceiver implements Runnable {
  /** The end of the work, which is also what interrupts a pause. */
  interface End {
    /** Waits for the end, and says whether it has come. */
    boolean isThere(long waitMillis);
  }

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 800;
  private static final long SILENCE_NANOS = 1_000_000_000;

  private final MocapConfig config;
  private final MocapConnector connector;
  private final Reception reception;
  private final Clock clock;
  private final End end;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean connected;
  private volatile @Nullable MocapException failure;
  private long heardAtFailure;

  MocapReceiver(
      MocapConfig config, MocapConnector connector, Reception reception, Clock clock, End end) {
    this.config = config;
    this.connector = connector;
    this.reception = reception;
    this.clock = clock;
    this.end = end;
  }

  @Override
  public void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!end.isThere(0)) {
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
      pause = connected ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      connected = false;
      if (end.isThere(pause)) {
        return;
      }
    }
  }

  /** Whether the server talks to us. */
  boolean isConnected() {
    return connected;
  }

  /** How often it connected. */
  int connections() {
    return connections.get();
  }

  /** Why there are no poses though all may be well with the connection; null when there are. */
  @Nullable MocapException trouble() {
    MocapException failed = failure;
    String body = reception.wanted();
    if (failed != null || !connected || body == null) {
      return failed;
    }
    return MocapDiagnosis.trouble(config.describeServer(), body, reception, clock.nanos());
  }

  /** Receives until there is a reason not to. */
  private void converse(MocapConnection connection) throws IOException {
    long lastNanos = clock.nanos();
    while (!end.isThere(0)) {
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
      connected = true;
    }
    MocapException failed = failure;
    // A silent server greets us each time that we come back, and is as silent as before.
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
        "%s is connected and sends nothing; check that it is measuring and that streaming is on"
            .formatted(config.describeServer()));
  }
}
