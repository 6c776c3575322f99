package minitaur.controller.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import minitaur.hal.file.AtomicFile;

/**
 * An append-only CSV file. Each row is passed to the operating system immediately, so that a killed
 * process loses none. Strings must not contain commas, quotes or line breaks.
 */
public final class CsvLog implements AutoCloseable {
  private static final Pattern UNWRITABLE = Pattern.compile("[,\"\\r\\n]");

  private final Path file;
  private final List<String> columns;
  private final FileChannel channel;
  private final StringBuilder text = new StringBuilder();

  private CsvLog(Path file, List<String> columns, FileChannel channel) {
    this.file = file;
    this.columns = columns;
    this.channel = channel;
  }

  /**
   * Creates a table or continues an existing one. An incomplete last line, left by a crash, is
   * removed.
   *
   * @throws CsvFormatException when the file has other columns
   */
  public static CsvLog open(Path file, List<String> columns) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    CsvLog log = new CsvLog(file, List.copyOf(columns), channel);
    try {
      log.initialize();
      return log;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void initialize() throws IOException {
    String header = String.join(",", columns) + "\n";
    String existing = readContent();
    if (header.startsWith(existing)) { // New, or with an incomplete header.
      channel.truncate(0);
      write(header);
      text.append(header);
    } else if (existing.startsWith(header)) {
      String completeLines = existing.substring(0, existing.lastIndexOf('\n') + 1);
      truncateTo(completeLines);
      text.append(completeLines);
    } else {
      throw new CsvFormatException(
          file,
          "has the columns %s where this program writes %s; move the file away"
              .formatted(existing.lines().findFirst().orElse(""), String.join(",", columns)));
    }
  }

  /**
   * Appends a row, completely or not at all.
   *
   * @param row a value for each column: number, boolean or string. Not modified.
   */
  public void append(List<?> row) throws IOException {
    if (row.size() != columns.size()) {
      throw new IllegalArgumentException(
          row.size() + " values for " + columns.size() + " columns of " + file);
    }
    for (Object value : row) {
      if (value instanceof CharSequence field && UNWRITABLE.matcher(field).find()) {
        throw new IllegalArgumentException("a field of " + file + " cannot hold: " + field);
      }
    }
    String line = row.stream().map(Object::toString).collect(Collectors.joining(",", "", "\n"));
    long start = channel.position();
    try {
      write(line);
      text.append(line);
    } catch (IOException e) {
      channel.truncate(start); // A part of the row may have been written before the disk was full.
      throw e;
    }
  }

  /** Names of the columns. */
  public List<String> columns() {
    return columns;
  }

  /** The content written so far: header and rows. */
  public String text() {
    return text.toString();
  }

  /**
   * Truncates the table to an earlier {@link #text()}.
   *
   * @return whether the file began with {@code earlier}; if not, it was corrupted and has been
   *     rewritten
   */
  public boolean restore(String earlier) throws IOException {
    boolean intact = readContent().startsWith(earlier);
    if (intact) {
      truncateTo(earlier);
    } else {
      channel.truncate(0);
      write(earlier);
    }
    text.setLength(0);
    text.append(earlier);
    return intact;
  }

  private String readContent() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    channel.position(0);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // Reads until the end.
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  /** Truncates the file to {@code prefix}, the beginning of its content. */
  private void truncateTo(String prefix) throws IOException {
    long length = prefix.getBytes(StandardCharsets.UTF_8).length;
    channel.truncate(length);
    channel.position(length);
  }

  private void write(String content) throws IOException {
    AtomicFile.writeFully(channel, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
