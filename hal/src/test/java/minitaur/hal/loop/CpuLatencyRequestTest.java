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

  /** The device returns the min latency over all requests; 0 disables idle states. */
  @Test
  void requestsZeroLatencyWhileOpen() throws Exception {
    assumeTrue(
        Files.isReadable(DEVICE) && Files.isWritable(DEVICE),
        "needs read and write access to " + DEVICE);
    assumeTrue(requestedLatencyMicros() != 0, "another process requests zero latency");
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
    // A directory cannot be opened for writing, even by root.
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
