package minitaur.hal.log;

import java.io.IOException;

/**
 * A file of records. One thread at a time.
 *
 * @param <T> what is recorded
 */
public interface RecordLog<T> extends AutoCloseable {
  /**
   * Adds a record.
   *
   * @param record Not modified, not kept.
   */
  void write(T record) throws IOException;

  /**
   * Passes what was added to the operating system. From then on it survives the end of this
   * process.
   */
  void flush() throws IOException;

  @Override
  void close() throws IOException;
}
