package minitaur.controller.record.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.task.reward.RewardTermValues;
import minitaur.hal.log.ChunkWriter;
import minitaur.hal.log.RecordLog;

/**
 * Size-limited log of a run's steps in two files. When the current file has reached half of the
 * limit, it replaces the earlier one at the start of the next episode. Not thread-safe.
 */
public final class StepLog implements RecordLog<StepRecord> {
  /** Name of the current file. */
  public static final String NAME = "steps.log";

  /** Magic bytes of a log; the last character is the version. */
  static final byte[] MAGIC = {'m', 'i', 'n', 'i', 's', 't', 'e', '2'};

  private static final String PREVIOUS_NAME = "steps-earlier.log";

  private final Path directory;
  private final RewardSettings settings;
  private final long maxBytes;
  private ChunkWriter chunks;

  /**
   * Starts a new file; an existing current file becomes the earlier one.
   *
   * @param maxBytes approximate limit of both files together
   */
  public StepLog(Path directory, RewardSettings settings, long maxBytes) throws IOException {
    this.directory = directory;
    this.settings = settings;
    this.maxBytes = maxBytes;
    chunks = openFile();
  }

  /**
   * The log files of the run in {@code directory}, earlier one first; if {@code directory} is a
   * file, that file.
   */
  public static List<Path> files(Path directory) {
    return Files.isDirectory(directory)
        ? Stream.of(PREVIOUS_NAME, NAME).map(directory::resolve).filter(Files::exists).toList()
        : List.of(directory);
  }

  @Override
  public void write(StepRecord record) throws IOException {
    if (record.kind == StepRecord.Kind.BEGIN && chunks.size() >= maxBytes / 2) {
      chunks.close();
      chunks = openFile();
    }
    record.save(chunks.out());
    chunks.endRecord();
  }

  @Override
  public void flush() throws IOException {
    chunks.flush();
  }

  @Override
  public void close() throws IOException {
    chunks.close();
  }

  private ChunkWriter openFile() throws IOException {
    Path file = directory.resolve(NAME);
    if (Files.exists(file)) {
      Files.move(file, directory.resolve(PREVIOUS_NAME), StandardCopyOption.REPLACE_EXISTING);
    }
    ChunkWriter writer = new ChunkWriter(file, MAGIC);
    settings.save(writer.out());
    List<String> terms = RewardTermValues.NAMES;
    writer.out().writeInt(terms.size());
    for (String term : terms) {
      writer.out().writeUTF(term);
    }
    writer.endRecord();
    return writer;
  }
}
