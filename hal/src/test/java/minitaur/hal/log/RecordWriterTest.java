package minitaur.hal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.SpscRing;
import org.junit.jupiter.api.Test;

class RecordWriterTest {
  /** Log that fails like one whose native library cannot be loaded. */
  private static final class FailingLog implements RecordLog<int[]> {
    private int writes;

    @Override
    public void write(int[] record) {
      writes++;
      throw new NoClassDefFoundError("write");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      throw new IllegalStateException("close");
    }
  }

  @Test
  void reportsLogErrorOnceAndDrainsRing() {
    SpscRing<int[]> ring = new SpscRing<>(8, () -> new int[1]);
    FailingLog log = new FailingLog();
    List<IOException> failures = new ArrayList<>();
    try (RecordWriter<int[]> writer =
        new RecordWriter<>("test", ring, log, new SystemClock(), 1_000_000, failures::add)) {
      for (int i = 0; i < 5; i++) {
        assertThat(ring.claim()).isNotNull();
        ring.publish();
      }
      writer.start();
    }
    assertThat(log.writes).isEqualTo(1);
    assertThat(ring.peek()).isNull();
    assertThat(failures).singleElement().extracting(Throwable::getCause).isInstanceOf(Error.class);
  }
}
