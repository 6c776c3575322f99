package minitaur.controller.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import minitaur.controller.run.storage.FileOperations;

/** The unique id of a training run, stored in the run's directory. */
public final class RunIdentity {
  private RunIdentity() {}

  /**
   * Reads the id of the run in a directory; generates and stores a random one if there is none.
   *
   * @throws PipelineException when the file is corrupted
   */
  public static long of(Path runDirectory, FileOperations files) throws IOException {
    Path file = runDirectory.resolve("run.id");
    if (!Files.exists(file)) {
      UUID random = UUID.randomUUID();
      long id = random.getMostSignificantBits() ^ random.getLeastSignificantBits();
      String text = HexFormat.of().toHexDigits(id) + "\n";
      files.replace(file, text.getBytes(StandardCharsets.US_ASCII));
      return id;
    }
    String text = new String(files.read(file), StandardCharsets.US_ASCII).strip();
    try {
      return HexFormat.fromHexDigitsToLong(text);
    } catch (IllegalArgumentException e) {
      throw new PipelineException(
          file + ": is not a valid run id; restore the original file, or start a new run");
    }
  }
}
