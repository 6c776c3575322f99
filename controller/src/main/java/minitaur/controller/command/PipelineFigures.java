package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.verify.PipelineBenchmark;

/** Prints what episodes cost on their way from robots to the learner. */
final class PipelineFigures {
  private final PrintStream out;
  private final boolean json;

  PipelineFigures(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Measures for {@code seconds} and prints. */
  void print(double seconds) throws IOException {
    PipelineBenchmark.Figures figures = new PipelineBenchmark(seconds).run();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("episode_bytes", figures.episodeBytes());
      fields.put("write_us", figures.writeMicros());
      fields.put("parse_us", figures.parseMicros());
      fields.put("store_us", figures.storeMicros());
      fields.put("append_us", figures.appendMicros());
      fields.put("sample_us", figures.sampleMicros());
      fields.put("updates_per_s", figures.updatesPerSecond());
      fields.put("intake_share_of_20_robots", figures.intakeShare());
      fields.put("intake_steps_per_s", figures.intakeStepsPerSecond());
      fields.put("updates_per_step_of_20_robots", figures.updatesPerStep());
      fields.put("robots_at_one_update_per_step", figures.robotsAtOneUpdate());
      fields.put("control_p99_alone_ms", figures.aloneP99Millis());
      fields.put("control_p99_beside_ms", figures.besideP99Millis());
      fields.put("episodes", figures.episodes());
      fields.put("episodes_with_an_outdated_policy", figures.outdated());
      out.println(new ObjectMapper().writeValueAsString(fields));
      return;
    }
    out.printf(
        Locale.ROOT,
        """
        episode of 500 steps                 %8d bytes (wanted: at most 120000)
        write, parse, store, append          %8.0f us, %.0f us, %.0f us, %.0f us an episode
        sample a batch of 256, update        %8.0f us, %.0f us
        20 robots bring 1000 steps a second; taking in %8.0f a second (wanted: at least 10000)
        20 robots at 50 Hz: taking in        %8.3f of the time (wanted: at most 0.1)
        20 robots at 50 Hz: learning         %8.2f updates a step (sac.updatesPerStep) are kept up with
        robots at 1 update a step            %8.1f are kept up with (wanted: 20)
        control at 50 Hz, p99 lateness       %8.3f ms alone, %.3f ms beside uploads: %+.3f ms (wanted: at most +0.5)
        episodes with an outdated policy     %8d of %d (wanted: 0)
        """,
        figures.episodeBytes(),
        figures.writeMicros(),
        figures.parseMicros(),
        figures.storeMicros(),
        figures.appendMicros(),
        figures.sampleMicros(),
        1e6 / figures.updatesPerSecond(),
        figures.intakeStepsPerSecond(),
        figures.intakeShare(),
        figures.updatesPerStep(),
        figures.robotsAtOneUpdate(),
        figures.aloneP99Millis(),
        figures.besideP99Millis(),
        figures.addedMillis(),
        figures.outdated(),
        figures.episodes());
  }
}
