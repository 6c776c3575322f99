package minitaur.controller.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import minitaur.hal.log.RecordLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of episodes to one MCAP file per episode. A file that cannot be written is
 * deleted; recording continues with the next episode.
 */
final class EpisodeFileWriter implements RecordLog<EpisodeEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(EpisodeFileWriter.class);

  private final RecordingDirectory directory;
  private final Map<String, String> metadata;
  private final double massKilograms;
  private final LongSupplier lostEvents;
  private @Nullable EpisodeFile file;
  private Path path = Path.of("");
  private long lostBefore;
  private boolean lossReported;
  private int written;
  private int failed;

  /**
   * @param metadata of the run, written to each file. Not modified.
   * @param lostEvents supplies the number of events lost so far
   */
  EpisodeFileWriter(
      RecordingDirectory directory,
      double massKilograms,
      Map<String, String> metadata,
      LongSupplier lostEvents) {
    this.directory = directory;
    this.massKilograms = massKilograms;
    this.metadata = Map.copyOf(metadata);
    this.lostEvents = lostEvents;
  }

  @Override
  public void write(EpisodeEvent event) {
    try {
      switch (event.kind) {
        case BEGIN -> {
          finish(); // A file is still open if its end event was lost.
          path = directory.file(event.episode);
          lostBefore = lostEvents.getAsLong();
          directory.prepare(path);
          Map<String, String> fileMetadata = new LinkedHashMap<>(metadata);
          fileMetadata.put("episode", Integer.toString(event.episode));
          file =
              new EpisodeFile(
                  path, massKilograms, fileMetadata, event.startNanos, event.startWallNanos);
        }
        case END -> {
          if (file != null && event.summary != null) {
            file.end(event.summary);
          }
          finish();
        }
        case TERRAIN, BLOCK, TICK, POSE, TRANSITION -> {
          if (file != null) {
            file.add(event);
          }
        }
      }
    } catch (IOException e) {
      abandon(e);
    }
  }

  /** Completes the open file, if any. */
  private void finish() {
    EpisodeFile open = file;
    if (open == null) {
      return;
    }
    try {
      long lostInFile = lostEvents.getAsLong() - lostBefore;
      open.finish(lostInFile);
      open.close();
      file = null;
      written++;
      warnOnLoss();
    } catch (IOException e) {
      abandon(e);
    }
  }

  private void warnOnLoss() {
    if (!lossReported && lostEvents.getAsLong() > 0) {
      lossReported = true;
      LOG.warn(
          "Recordings are incomplete: {} events came faster than they could be written to {}."
              + " Further losses are only counted.",
          lostEvents.getAsLong(),
          path);
    }
  }

  /** Closes and deletes the open file, which may also free the missing disk space. */
  private void abandon(IOException reason) {
    failed++;
    if (failed == 1) {
      LOG.warn(
          "{} could not be recorded: {}. The run continues; further failures are counted"
              + " only.",
          path,
          reason.toString());
    }
    EpisodeFile open = file;
    file = null;
    try {
      if (open != null) {
        open.close();
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("{} could not be removed", path, e);
    }
  }

  /** Number of complete recordings. */
  int written() {
    return written;
  }

  /** Number of recordings that could not be written. */
  int failed() {
    return failed;
  }

  @Override
  public void flush() {}

  /** Completes the open file. */
  @Override
  public void close() {
    finish();
  }
}
