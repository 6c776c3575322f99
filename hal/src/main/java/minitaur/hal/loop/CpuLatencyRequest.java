package minitaur.hal.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Disables CPU idle states (C-states) on Linux while open, through the kernel's latency request
 * interface (PM QoS). Leaving an idle state delays timers and I/O by up to milliseconds, especially
 * on a virtual machine. Best effort, like {@link RealTimeThread}. The kernel drops the request when
 * the process dies.
 */
public final class CpuLatencyRequest implements AutoCloseable {
  private static final Path DEVICE = Path.of("/dev/cpu_dma_latency");

  private final @Nullable SeekableByteChannel deviceChannel;
  private final String explanation;

  private CpuLatencyRequest(@Nullable SeekableByteChannel deviceChannel, String explanation) {
    this.deviceChannel = deviceChannel;
    this.explanation = explanation;
  }

  /** Disables idle states on all cores. Allocates; does not throw if the request is denied. */
  public static CpuLatencyRequest request() {
    return request(DEVICE);
  }

  static CpuLatencyRequest request(Path device) {
    SeekableByteChannel channel = null;
    try {
      channel = Files.newByteChannel(device, StandardOpenOption.WRITE);
      // Max wake-up latency, us, as a 32-bit integer in native byte order.
      channel.write(ByteBuffer.allocate(Integer.BYTES));
      return new CpuLatencyRequest(channel, "C-states disabled");
    } catch (NoSuchFileException e) {
      return new CpuLatencyRequest(null, "C-states are enabled: this system has no " + device);
    } catch (IOException e) {
      closeQuietly(channel);
      return new CpuLatencyRequest(
          null,
          "CPU idle states (C-states) delay ticks on some computers; to disable them, put"
              + " 'KERNEL==\"cpu_dma_latency\", GROUP=\"dialout\", MODE=\"0660\"' into"
              + " /etc/udev/rules.d/60-minitaur.rules and reboot");
    }
  }

  /** Whether C-states are disabled. */
  public boolean isGranted() {
    return deviceChannel != null;
  }

  /** One sentence for the operator. */
  public String explanation() {
    return explanation;
  }

  /** Enables C-states again. */
  @Override
  public void close() {
    closeQuietly(deviceChannel);
  }

  private static void closeQuietly(@Nullable SeekableByteChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // No data is lost, and the kernel drops the request anyway.
    }
  }
}
