package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class PushDisturbanceTest {
  private static final long MILLISECOND = 1_000_000;

  @Test
  void pushesHaveConfiguredIntervalAndDuration() {
    PushDisturbance pushes =
        new PushDisturbance(new PushProfile(2, 0.1, 15), RandomStream.of(1, "pushes"));
    pushes.restart(0);
    Moments strength = new Moments();
    Moments forward = new Moments();
    long previousStart = 0;
    long minInterval = Long.MAX_VALUE;
    long maxInterval = 0;
    int length = 0;
    double previous = 0;
    for (long millis = 0; millis < 4_000_000; millis++) {
      pushes.advance(millis * MILLISECOND);
      double force = Math.hypot(pushes.forceX(), pushes.forceY());
      if (force > 0) {
        length++;
        if (previous == 0) {
          strength.add(force);
          forward.add(pushes.forceX() / force);
          minInterval = Math.min(minInterval, millis - previousStart);
          maxInterval = Math.max(maxInterval, millis - previousStart);
          previousStart = millis;
        }
      } else if (previous > 0) {
        assertThat(length).isEqualTo(100);
        length = 0;
      }
      previous = force;
    }
    assertThat(strength.count()).isBetween(1950L, 2050L);
    // uniform in 0..15: mean 7.5, deviation 15 / sqrt(12) = 4.33; five standard errors
    assertThat(strength.mean()).isCloseTo(7.5, within(0.5));
    assertThat(strength.deviation()).isCloseTo(4.33, within(0.3));
    assertThat(forward.mean()).isCloseTo(0, within(0.08));
    assertThat(minInterval).isBetween(1000L, 1010L);
    assertThat(maxInterval).isBetween(2990L, 3001L);
  }

  @Test
  void zeroForceCausesNoPushes() {
    PushDisturbance pushes = new PushDisturbance(PushProfile.NONE, RandomStream.of(1, "pushes"));
    pushes.restart(0);
    for (long millis = 0; millis < 100_000; millis++) {
      assertThat(pushes.advance(millis * MILLISECOND)).isFalse();
    }
  }

  @Test
  void restartEndsActivePush() {
    PushDisturbance pushes =
        new PushDisturbance(new PushProfile(2, 0.1, 15), RandomStream.of(1, "pushes"));
    pushes.restart(0);
    long millis = 0;
    while (pushes.forceX() == 0) {
      pushes.advance(++millis * MILLISECOND);
    }
    pushes.restart(millis * MILLISECOND);
    assertThat(pushes.forceX()).isZero();
    assertThat(pushes.advance((millis + 900) * MILLISECOND)).isFalse();
  }

  @Test
  void commandedPushEndsAtGivenTime() {
    PushDisturbance pushes = new PushDisturbance(PushProfile.NONE, RandomStream.of(1, "pushes"));
    pushes.restart(0);
    pushes.push(20, -10, 100 * MILLISECOND);
    assertThat(pushes.advance(99 * MILLISECOND)).isFalse();
    assertThat(pushes.forceX()).isEqualTo(20);
    assertThat(pushes.forceY()).isEqualTo(-10);
    assertThat(pushes.advance(100 * MILLISECOND)).isTrue();
    assertThat(pushes.forceX()).isZero();
    assertThat(pushes.forceY()).isZero();
    assertThat(pushes.advance(101 * MILLISECOND)).isFalse();
  }

  @Test
  void restoredStateContinuesPush() throws IOException {
    RandomStream stream = RandomStream.of(1, "pushes");
    PushDisturbance pushes = new PushDisturbance(new PushProfile(2, 0.1, 15), stream);
    pushes.restart(0);
    long millis = 0;
    while (pushes.forceX() == 0) {
      pushes.advance(++millis * MILLISECOND);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    pushes.save(new DataOutputStream(bytes));
    stream.save(new DataOutputStream(bytes));
    RandomStream otherStream = RandomStream.of(2, "pushes");
    PushDisturbance other = new PushDisturbance(new PushProfile(2, 0.1, 15), otherStream);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    other.restore(in);
    otherStream.restore(in);
    for (int i = 0; i < 10_000; i++) {
      assertThat(other.forceX()).isEqualTo(pushes.forceX());
      assertThat(other.forceY()).isEqualTo(pushes.forceY());
      pushes.advance(++millis * MILLISECOND);
      other.advance(millis * MILLISECOND);
    }
  }

  @Test
  void rejectsOverlappingPushes() {
    assertThatThrownBy(() -> new PushProfile(1, 0.5, 10)).hasMessageContaining("before the next");
    assertThatThrownBy(() -> new PushProfile(1, 0.1, -1)).hasMessageContaining("force");
  }
}
