package minitaur.hal.mocap.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import minitaur.hal.Clock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.wire.BodySample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Time until poses resume after a server restart, in simulated time. */
class MocapReceiverTest {
  private static final long MS = 1_000_000;
  private static final long STOP_NANOS = 3_000 * MS;
  private static final long FRAME = 8 * MS;
  private static final String BODY = "Minitaur";

  /** How the server becomes unavailable. */
  enum Outage {
    /** TCP; the host stays up: the connection is closed and new ones are refused. */
    TCP_KILLED,
    /** TCP; host or cable fails: no data, and connecting times out. */
    TCP_UNREACHABLE,
    /** UDP: no data, and connect requests get no response. */
    UDP
  }

  /** Server that stops and restarts, with a clock that advances only while waiting. */
  private static final class RestartingServer implements Clock, MocapConnector {
    final Outage outage;
    final long restartNanos;
    long now;
    long firstPoseNanos = Long.MAX_VALUE;
    int connectionCount;
    final PoseReceiver poseReceiver;
    private final Pose pose = new Pose();
    private final BodySample sample = new BodySample();

    RestartingServer(Outage outage, long downNanos) {
      this.outage = outage;
      restartNanos = STOP_NANOS + downNanos;
      poseReceiver = new PoseReceiver(MocapConfig.of(MocapSource.VRPN, "lab", 3883, BODY), this);
    }

    boolean isUp() {
      return now < STOP_NANOS || now >= restartNanos;
    }

    /** Number of the server's current instance; connections to an earlier instance are dead. */
    int instance() {
      return now < STOP_NANOS ? 0 : 1;
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void waitUntil(long timeNanos) {
      throw new UnsupportedOperationException("a receiver does not wait on its clock");
    }

    @Override
    public MocapConnection connect(PoseReceiver receiver) throws IOException {
      handshake();
      int connectedInstance = instance();
      // The ids differ between instances.
      receiver.onBody(10 + connectedInstance, BODY);
      return new MocapConnection() {
        @Override
        public boolean receive() throws IOException {
          if (isUp() && connectedInstance == instance()) {
            now += FRAME;
            sendSample(10 + connectedInstance);
            return true;
          }
          if (outage == Outage.TCP_KILLED || (outage == Outage.TCP_UNREACHABLE && isUp())) {
            throw new MocapException(MocapProblem.LOST, "ended");
          }
          now += 20 * MS;
          return false;
        }

        @Override
        public void close() {}
      };
    }

    private void handshake() throws IOException {
      switch (outage) {
        case TCP_KILLED -> {
          if (!isUp()) {
            throw new MocapException(MocapProblem.REFUSED, "refused");
          }
        }
        case TCP_UNREACHABLE -> {
          if (!isUp()) {
            now += 1000 * MS;
            throw new MocapException(MocapProblem.NO_ROUTE, "no response");
          }
        }
        case UDP -> {
          for (int attempt = 0; !isUp(); attempt++) {
            now += 250 * MS;
            if (attempt == 4) {
              throw new MocapException(MocapProblem.SILENT, "no response");
            }
          }
        }
      }
      connectionCount++;
    }

    private void sendSample(int body) {
      sample.body = body;
      sample.tracked = true;
      // Each instance has its own clock.
      sample.pose.timeNanos = now + (body == 10 ? 0 : 77_000 * MS);
      sample.pose.xMetres = 1e-9 * now;
      sample.pose.qw = 1;
      poseReceiver.onSample(sample);
      while (poseReceiver.queue().poll(pose)) {
        if (now > restartNanos) {
          firstPoseNanos = Math.min(firstPoseNanos, now);
        }
      }
    }

    boolean isFinished() {
      return firstPoseNanos < Long.MAX_VALUE || now > restartNanos + 60_000 * MS;
    }
  }

  @ParameterizedTest
  @EnumSource
  void posesResumeWithinTwoSecondsOfRestart(Outage outage) {
    long maxDelay = 0;
    for (long downMillis = 1; downMillis < 8_000; downMillis += 29) {
      RestartingServer server = new RestartingServer(outage, downMillis * MS);
      MocapReceiver receiver =
          new MocapReceiver(
              MocapConfig.of(MocapSource.VRPN, "lab", 3883, BODY),
              server,
              server.poseReceiver,
              server,
              server::isFinished);
      while (!server.isFinished()) {
        server.now += receiver.work();
      }
      assertThat(server.connectionCount).isGreaterThan(1);
      maxDelay = Math.max(maxDelay, server.firstPoseNanos - server.restartNanos);
    }
    assertThat(maxDelay / MS).isBetween(100L, 2_000L);
  }

  @Test
  void reportsSilenceOfServerThatOnlyHandshakes() {
    long[] now = {0};
    int[] connections = {0};
    int[] silentCount = {0};
    int[] otherCount = {0};
    Clock clock =
        new Clock() {
          @Override
          public long nanos() {
            return now[0];
          }

          @Override
          public void waitUntil(long timeNanos) {
            throw new UnsupportedOperationException("a receiver does not wait on its clock");
          }
        };
    MocapConfig config = MocapConfig.of(MocapSource.QTM, "lab", 22_223, BODY);
    PoseReceiver poseReceiver = new PoseReceiver(config, clock);
    MocapReceiver[] receiver = new MocapReceiver[1];
    MocapConnector connector =
        to -> {
          connections[0]++;
          to.onBody(1, BODY);
          boolean[] hasSent = {false};
          return new MocapConnection() {
            @Override
            public boolean receive() {
              now[0] += 50 * MS;
              if (connections[0] > 1) {
                MocapException error = receiver[0].error();
                boolean isSilent = error != null && error.problem() == MocapProblem.SILENT;
                silentCount[0] += isSilent ? 1 : 0;
                otherCount[0] += isSilent ? 0 : 1;
              }
              boolean first = !hasSent[0];
              hasSent[0] = true;
              return first;
            }

            @Override
            public void close() {}
          };
        };
    receiver[0] =
        new MocapReceiver(config, connector, poseReceiver, clock, () -> connections[0] == 5);
    while (connections[0] < 5) {
      now[0] += receiver[0].work();
    }
    assertThat(silentCount[0]).isGreaterThan(50);
    assertThat(otherCount[0]).isZero();
  }
}
