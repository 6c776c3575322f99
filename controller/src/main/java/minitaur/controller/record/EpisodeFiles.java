package minitaur.controller.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import minitaur.hal.RobotGeometry;
import minitaur.hal.log.RecordLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of episodes to one MCAP file per episode. A file that cannot be written is
 * deleted, and the next episode is tried again.
 */
final class EpisodeFiles implements RecordLog<EpisodeEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(EpisodeFiles.class);

  private final RecordingDirectory directory;
  private final RobotGeometry geometry;
  private final Map<String, String> metadata;
  private final double massKilograms;
  private final LongSupplier lost;
  private @Nullable EpisodeFile file;
  private Path path = Path.of("");
  private long lostBefore;
  private boolean lossReported;
  private int written;
  private int failed;

  /**
   * @param metadata of the run, for each file. Not modified.
   * @param lost events so far that did not reach the writer
   */
  EpisodeFiles(
      RecordingDirectory directory,
      RobotGeometry geometry,
      double massKilograms,
      Map<String, String> metadata,
      LongSupplier lost) {
    this.directory = directory;
    this.geometry = geometry;
    this.massKilograms = massKilograms;
    this.metadata = Map.copyOf(metadata);
    this.lost = lost;
  }

  @Override
  public void write(EpisodeEvent event) {
    try {
      switch (event.kind) {
        case BEGIN -> {
          finish(); // Its end was lost, if it is still open.
          path = directory.file(event.episode);
          lostBefore = lost.getAsLong();
          directory.prepare(path);
          Map<String, String> pairs = new LinkedHashMap<>(metadata);
          pairs.put("episode", Integer.toString(event.episode));
          file =
              new EpisodeFile(
                  path, geometry, massKilograms, pairs, event.startNanos, event.startWallNanos);
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

  /** Completes the file that is open, if one is. */
  private void finish() {
    EpisodeFile open = file;
    if (open == null) {
      return;
    }
    try {
      long lostHere = lost.getAsLong() - lostBefore;
      open.finish(lostHere);
      open.close();
      file = null;
      written++;
      noteLoss();
    } catch (IOException e) {
      abandon(e);
    }
  }

  private void noteLoss() {
    if (!lossReported && lost.getAsLong() > 0) {
      lossReported = true;
      LOG.warn(
          "Recordings have holes: {} events came faster than they could be written to {}. Further"
              + " ones are counted only.",
          lost.getAsLong(),
          path);
    }
  }

  /** Gives up the file that is open; its space may be what is missing. */
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

  /** Recordings that are complete. */
  int written() {
    return written;
  }

  /** Recordings that could not be written. */
  int failed() {
    return failed;
  }

  @Override
  public void flush() {}

  /** Completes the file that is open. */
  @Override
  public void close() {
    finish();
  }
}
