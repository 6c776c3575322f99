package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Test with a real server. Run with {@code -Dminitaur.mocap.live=vrpn:HOST:PORT:BODY}; vrpn, natnet
 * or qtm.
 */
@EnabledIfSystemProperty(
    named = "minitaur.mocap.live",
    matches = ".+:.+:\\d+:.+",
    disabledReason = "requires a real server: -Dminitaur.mocap.live=vrpn:HOST:PORT:BODY")
class LiveServerTest {
  @Test
  void sendsPoses() {
    String[] fields = System.getProperty("minitaur.mocap.live").split(":", 4);
    MocapConfig config =
        MocapConfig.of(
            MocapSource.valueOf(fields[0].toUpperCase(Locale.ROOT)),
            fields[1],
            Integer.parseInt(fields[2]),
            fields[3]);
    Pose pose = new Pose();
    try (MocapClient client = new MocapClient(config, new SystemClock())) {
      long deadline = System.nanoTime() + 10_000_000_000L;
      int poses = 0;
      long lastNanos = Long.MIN_VALUE;
      while (poses < 100 && System.nanoTime() < deadline) {
        if (client.poll(pose)) {
          assertThat(pose.timeNanos).isGreaterThan(lastNanos);
          lastNanos = pose.timeNanos;
          poses++;
        } else {
          LockSupport.parkNanos(1_000_000);
        }
      }
      assertThat(poses).as("%s", client.status()).isEqualTo(100);
    }
  }
}
