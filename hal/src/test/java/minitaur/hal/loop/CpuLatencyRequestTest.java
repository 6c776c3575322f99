package minitaur.hal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuLatencyRequestTest {
  private static final Path DEVICE = Path.of("/dev/cpu_dma_latency");

  @TempDir private Path directory;

  /** The kernel says what the longest wake-up is that anybody wants; only 0 keeps cores awake. */
  @Test
  void requestsZeroLatencyWhileOpen() throws Exception {
    assumeTrue(
        Files.isReadable(DEVICE) && Files.isWritable(DEVICE),
        "needs " + DEVICE + " and leave to use it");
    assumeTrue(requestedLatencyMicros() != 0, "somebody else keeps the cores awake");
    try (CpuLatencyRequest request = CpuLatencyRequest.request()) {
      assertThat(request.isGranted()).isTrue();
      assertThat(requestedLatencyMicros()).isZero();
    }
    assertThat(requestedLatencyMicros()).isNotZero();
  }

  @Test
  void reportsMissingDevice() {
    Path absent = directory.resolve("absent");
    try (CpuLatencyRequest request = CpuLatencyRequest.request(absent)) {
      assertThat(request.isGranted()).isFalse();
      assertThat(request.explanation()).contains("C-states").contains(absent.toString());
    }
    assertThat(absent).doesNotExist();
  }

  @Test
  void explainsRemedyWhenDenied() {
    // A directory can be written by nobody in this way, not even by root.
    try (CpuLatencyRequest request = CpuLatencyRequest.request(directory)) {
      assertThat(request.isGranted()).isFalse();
      assertThat(request.explanation()).contains("rules.d");
    }
  }

  private static int requestedLatencyMicros() throws IOException {
    try (InputStream in = Files.newInputStream(DEVICE)) {
      return ByteBuffer.wrap(in.readNBytes(Integer.BYTES)).order(ByteOrder.nativeOrder()).getInt();
    }
  }
}
