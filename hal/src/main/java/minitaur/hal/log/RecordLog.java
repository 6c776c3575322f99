package minitaur.hal.log;

import java.io.IOException;

/**
 * A file of records. Not thread-safe.
 *
 * @param <T> type of the records
 */
public interface RecordLog<T> extends AutoCloseable {
  /**
   * Adds a record.
   *
   * @param record Not modified, not kept.
   */
  void write(T record) throws IOException;

  /** Passes buffered records to the operating system. They then survive the end of this process. */
  void flush() throws IOException;

  @Override
  void close() throws IOException;
}
