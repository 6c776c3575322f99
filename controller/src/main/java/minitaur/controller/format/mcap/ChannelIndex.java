package minitaur.controller.format.mcap;

import java.util.Arrays;

/** Index of one channel's messages in the current chunk, and their total count. */
final class ChannelIndex {
  private final int channel;
  private long[] times = new long[64];
  private long[] offsets = new long[64];
  private int count;
  private long total;

  ChannelIndex(int channel) {
    this.channel = channel;
  }

  int channel() {
    return channel;
  }

  /** Number of messages in the current chunk. */
  int count() {
    return count;
  }

  /** Number of messages in the file. */
  long total() {
    return total;
  }

  /**
   * Records a message.
   *
   * @param offset from the beginning of the chunk's records
   */
  void add(long timeNanos, int offset) {
    if (count == times.length) {
      times = Arrays.copyOf(times, 2 * count);
      offsets = Arrays.copyOf(offsets, 2 * count);
    }
    times[count] = timeNanos;
    offsets[count] = offset;
    count++;
    total++;
  }

  /** Writes the message index of the current chunk and starts the next chunk. */
  void writeTo(RecordBuffer out) {
    int start = out.begin(Opcode.MESSAGE_INDEX);
    out.u16(channel).u32(16L * count);
    for (int i = 0; i < count; i++) {
      out.u64(times[i]).u64(offsets[i]);
    }
    out.end(start);
    count = 0;
  }
}
