package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the robustness of every decoder. */
@Tag("timing")
class DecoderTrialTest {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource
  void decodesAfterDamagedPackets(MocapSource source) {
    DecoderTrial trial = DecoderTrial.of(source);
    int packets = 200_000; // "minitaur bench mocap" uses a million.
    long before = threads.getCurrentThreadAllocatedBytes();
    trial.readDamaged(packets, RandomStream.of(1, "fuzz"));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(trial.decodesAfterReconnect()).isTrue();
    assertThat(trial.poses()).as("some packets are undamaged").isGreaterThan(packets / 100);
    // Allows copies of packets, names, texts and parsed descriptions, but not the size that a
    // malicious length field requests.
    assertThat(allocated / packets).isLessThan(20_000);
  }

  @ParameterizedTest
  @EnumSource
  void allocatesNothingPerPose(MocapSource source) {
    DecoderTrial trial = DecoderTrial.of(source);
    long allocated = 0;
    for (int i = 0; i < 20_000; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      trial.readFrame();
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
    assertThat(trial.poses()).isEqualTo(20_000);
  }
}
