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
 * Keeps Linux from putting idle cores to sleep, for as long as it is open, by the kernel's own
 * request for latency (PM QoS). A core that sleeps takes up to milliseconds to answer to its next
 * timer or byte, on a virtual machine most of all. A wish, not a need, as {@link RealTimeThread}
 * is. When the process dies the kernel forgets the request.
 */
public final class AwakeCores implements AutoCloseable {
  private static final Path DEVICE = Path.of("/dev/cpu_dma_latency");

  private final @Nullable SeekableByteChannel held;
  private final String explanation;

  private AwakeCores(@Nullable SeekableByteChannel held, String explanation) {
    this.held = held;
    this.explanation = explanation;
  }

  /** Asks for all cores. Allocates; never throws for a refusal. */
  public static AwakeCores request() {
    return request(DEVICE);
  }

  static AwakeCores request(Path device) {
    SeekableByteChannel channel = null;
    try {
      channel = Files.newByteChannel(device, StandardOpenOption.WRITE);
      // The longest wake-up that is wanted, us, as the machine's own 32-bit integer.
      channel.write(ByteBuffer.allocate(Integer.BYTES));
      return new AwakeCores(channel, "C-states disabled");
    } catch (NoSuchFileException e) {
      return new AwakeCores(null, "idle cores may sleep: this system has no " + device);
    } catch (IOException e) {
      closeQuietly(channel);
      return new AwakeCores(
          null,
          "CPU idle states (C-states) delay ticks on some computers; to disable them, put"
              + " 'KERNEL==\"cpu_dma_latency\", GROUP=\"dialout\", MODE=\"0660\"' into"
              + " /etc/udev/rules.d/60-minitaur.rules and start the computer anew");
    }
  }

  /** Whether the cores stay awake. */
  public boolean isGranted() {
    return held != null;
  }

  /** One sentence for the operator. */
  public String explanation() {
    return explanation;
  }

  /** Lets them sleep again. */
  @Override
  public void close() {
    closeQuietly(held);
  }

  private static void closeQuietly(@Nullable SeekableByteChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was to be kept; the kernel forgets the request all the same.
      return;
    }
  }
}
