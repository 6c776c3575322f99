package minitaur.controller.format.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import minitaur.controller.format.protobuf.ProtobufMessage;
import minitaur.hal.file.AtomicFile;

/**
 * A TensorBoard event file: {@code Event} messages of TensorFlow's {@code event.proto}, each in a
 * little-endian TFRecord:
 *
 * <pre>
 *   | length, u64 | masked CRC-32C of it, u32 | message | masked CRC-32C of it, u32 |
 * </pre>
 *
 * Each record is written immediately, so a killed process loses at most the record being written.
 */
public final class EventFileWriter implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK_DELTA = 0xa282ead8;
  private static final Pattern NAME =
      Pattern.compile("events\\.out\\.tfevents\\.(\\d{10})\\.minitaur\\.\\d+");

  // Fields of Event, Summary, Summary.Value and SessionLog.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int TENSOR = 8;
  private static final int METADATA = 9;
  private static final int STATUS = 1;
  private static final int STATUS_START = 1;

  // Fields of SummaryMetadata, PluginData, TensorProto and TensorShapeProto.
  private static final int PLUGIN_DATA = 1;
  private static final int DATA_CLASS = 4;
  private static final int TENSOR_CLASS = 2;
  private static final int PLUGIN_NAME = 1;
  private static final int DTYPE = 1;
  private static final int DT_STRING = 7;
  private static final int TENSOR_SHAPE = 2;
  private static final int STRING_VAL = 8;
  private static final int DIM = 2;
  private static final int DIM_SIZE = 1;

  private final FileChannel channel;
  private final InstantSource clock;

  private EventFileWriter(FileChannel channel, InstantSource clock) {
    this.channel = channel;
    this.clock = clock;
  }

  /**
   * Creates a file whose name sorts after those of earlier files, in the order in which TensorBoard
   * reads them.
   *
   * @param clock the wall clock, for the name and the events
   */
  public static EventFileWriter create(Path directory, InstantSource clock) throws IOException {
    // Files of one second, and those from before the clock was set back, must sort before it.
    long second = Math.max(clock.instant().getEpochSecond(), newestSecond(directory) + 1);
    String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.minitaur.00", second);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      EventFileWriter file = new EventFileWriter(channel, clock);
      file.write(file.createEvent(0).text(FILE_VERSION, VERSION));
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The last second of the names of earlier files; 0 if there are none. */
  private static long newestSecond(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> NAME.matcher(String.valueOf(file.getFileName())))
          .filter(Matcher::matches)
          .mapToLong(name -> Long.parseLong(name.group(1)))
          .max()
          .orElse(0);
    }
  }

  /** Discards the values of earlier files for {@code step} and later steps. */
  public void purgeFrom(long step) throws IOException {
    write(
        createEvent(step)
            .message(SESSION_LOG, new ProtobufMessage().integer(STATUS, STATUS_START)));
  }

  /** Starts a message with the scalars of a step, for {@link #write}. */
  public static ProtobufMessage scalars() {
    return new ProtobufMessage();
  }

  /** Adds a scalar; values that are not finite are skipped because they cannot be plotted. */
  public static void addScalar(ProtobufMessage scalars, String tag, double value) {
    if (Double.isFinite(value)) {
      scalars.message(
          VALUE, new ProtobufMessage().text(TAG, tag).number(SIMPLE_VALUE, (float) value));
    }
  }

  /** Writes the scalars of a step. */
  public void write(long step, ProtobufMessage scalars) throws IOException {
    write(createEvent(step).message(SUMMARY, scalars));
  }

  /** Writes a text, which TensorBoard shows as Markdown. */
  public void writeText(long step, String tag, String text) throws IOException {
    ProtobufMessage plugin = new ProtobufMessage().text(PLUGIN_NAME, "text");
    ProtobufMessage metadata =
        new ProtobufMessage().message(PLUGIN_DATA, plugin).integer(DATA_CLASS, TENSOR_CLASS);
    ProtobufMessage shape =
        new ProtobufMessage().message(DIM, new ProtobufMessage().integer(DIM_SIZE, 1));
    ProtobufMessage tensor =
        new ProtobufMessage()
            .integer(DTYPE, DT_STRING)
            .message(TENSOR_SHAPE, shape)
            .text(STRING_VAL, text);
    write(
        step,
        new ProtobufMessage()
            .message(
                VALUE,
                new ProtobufMessage()
                    .text(TAG, tag)
                    .message(TENSOR, tensor)
                    .message(METADATA, metadata)));
  }

  private ProtobufMessage createEvent(long step) {
    Instant now = clock.instant();
    return new ProtobufMessage()
        .number(WALL_TIME, now.getEpochSecond() + now.getNano() * 1e-9)
        .integer(STEP, step);
  }

  private void write(ProtobufMessage event) throws IOException {
    byte[] message = event.toBytes();
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + message.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(message.length);
    record.putInt(maskedCrc(record.array(), Long.BYTES));
    record.put(message);
    record.putInt(maskedCrc(message, message.length));
    AtomicFile.writeFully(channel, record.flip());
  }

  /**
   * Masked CRC: rotated, with an offset added, because computing the CRC of data that contain CRCs
   * is problematic.
   */
  private static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
