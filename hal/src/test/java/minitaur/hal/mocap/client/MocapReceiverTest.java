package minitaur.hal.mocap.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import minitaur.hal.Clock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.wire.BodySample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long it takes until there are poses again, in simulated time. */
class MocapReceiverTest {
  private static final long MS = 1_000_000;
  private static final long KILLED = 3_000 * MS;
  private static final long FRAME = 8 * MS;
  private static final String BODY = "Minitaur";

  /** How a server goes and what that looks like to us. */
  enum Kind {
    /** TCP; the computer stays: it ends the connection and refuses new ones. */
    TCP_KILLED,
    /** TCP; the computer or the cable goes: nothing is heard, and connecting takes its time. */
    TCP_CUT_OFF,
    /** UDP: nothing is heard, and introductions are not answered. */
    UDP
  }

  /** A server that is killed and started again, on a clock that only waiting moves. */
  private static final class World implements Clock, MocapConnector {
    final Kind kind;
    final long startedAgain;
    long now;
    long posesAgain = Long.MAX_VALUE;
    int generation;
    final Reception reception;
    private final Pose pose = new Pose();
    private final BodySample sample = new BodySample();

    World(Kind kind, long downNanos) {
      this.kind = kind;
      startedAgain = KILLED + downNanos;
      reception = new Reception(MocapConfig.of(MocapSource.VRPN, "lab", 3883, BODY), this);
    }

    boolean isThere() {
      return now < KILLED || now >= startedAgain;
    }

    /** Which start of the server it is; clients of an earlier one mean nothing to it. */
    int life() {
      return now < KILLED ? 0 : 1;
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void waitUntil(long timeNanos) {
      throw new UnsupportedOperationException("a receiver does not wait by the clock");
    }

    @Override
    public MocapConnection connect(Reception to) throws IOException {
      introduce();
      int life = life();
      // Other ids than before.
      to.body(10 + life, BODY);
      return new MocapConnection() {
        @Override
        public boolean receive() throws IOException {
          if (isThere() && life == life()) {
            now += FRAME;
            see(10 + life);
            return true;
          }
          if (kind == Kind.TCP_KILLED || (kind == Kind.TCP_CUT_OFF && isThere())) {
            throw new MocapException(MocapProblem.LOST, "ended");
          }
          now += 20 * MS;
          return false;
        }

        @Override
        public void close() {}
      };
    }

    private void introduce() throws IOException {
      switch (kind) {
        case TCP_KILLED -> {
          if (!isThere()) {
            throw new MocapException(MocapProblem.REFUSED, "refused");
          }
        }
        case TCP_CUT_OFF -> {
          if (!isThere()) {
            now += 1000 * MS;
            throw new MocapException(MocapProblem.NO_ROUTE, "nothing answers");
          }
        }
        case UDP -> {
          for (int attempt = 0; !isThere(); attempt++) {
            now += 250 * MS;
            if (attempt == 4) {
              throw new MocapException(MocapProblem.SILENT, "nothing answers");
            }
          }
        }
      }
      generation++;
    }

    private void see(int body) {
      sample.body = body;
      sample.tracked = true;
      // Another clock in each life.
      sample.serverNanos = now + (body == 10 ? 0 : 77_000 * MS);
      sample.xMetres = 1e-9 * now;
      sample.qw = 1;
      reception.sample(sample);
      while (reception.queue().poll(pose)) {
        if (now > startedAgain) {
          posesAgain = Math.min(posesAgain, now);
        }
      }
    }

    boolean isOver() {
      return posesAgain < Long.MAX_VALUE || now > startedAgain + 60_000 * MS;
    }
  }

  @ParameterizedTest
  @EnumSource
  void posesComeAgainWithinTwoSecondsOfTheRestart(Kind kind) {
    long longest = 0;
    for (long down = 1; down < 8_000; down += 29) {
      World world = new World(kind, down * MS);
      MocapReceiver receiver =
          new MocapReceiver(
              MocapConfig.of(MocapSource.VRPN, "lab", 3883, BODY),
              world,
              world.reception,
              world,
              world::isOver);
      while (!world.isOver()) {
        world.now += receiver.work();
      }
      assertThat(world.generation).isGreaterThan(1);
      longest = Math.max(longest, world.posesAgain - world.startedAgain);
    }
    assertThat(longest / MS).isBetween(100L, 2_000L);
  }

  @Test
  void aServerThatGreetsAndThenIsSilentIsSaidToBeSilentAllTheTime() {
    long[] now = {0};
    int[] connections = {0};
    int[] silent = {0};
    int[] other = {0};
    Clock clock =
        new Clock() {
          @Override
          public long nanos() {
            return now[0];
          }

          @Override
          public void waitUntil(long timeNanos) {
            throw new UnsupportedOperationException("a receiver does not wait by the clock");
          }
        };
    MocapConfig config = MocapConfig.of(MocapSource.QTM, "lab", 22_223, BODY);
    Reception reception = new Reception(config, clock);
    MocapReceiver[] receiver = new MocapReceiver[1];
    MocapConnector greets =
        to -> {
          connections[0]++;
          to.body(1, BODY);
          boolean[] greeted = {false};
          return new MocapConnection() {
            @Override
            public boolean receive() {
              now[0] += 50 * MS;
              if (connections[0] > 1) {
                MocapException trouble = receiver[0].trouble();
                boolean isSilent = trouble != null && trouble.problem() == MocapProblem.SILENT;
                silent[0] += isSilent ? 1 : 0;
                other[0] += isSilent ? 0 : 1;
              }
              boolean first = !greeted[0];
              greeted[0] = true;
              return first;
            }

            @Override
            public void close() {}
          };
        };
    receiver[0] = new MocapReceiver(config, greets, reception, clock, () -> connections[0] == 5);
    while (connections[0] < 5) {
      now[0] += receiver[0].work();
    }
    assertThat(silent[0]).isGreaterThan(50);
    assertThat(other[0]).isZero();
  }
}
