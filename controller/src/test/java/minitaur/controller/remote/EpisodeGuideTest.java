package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class EpisodeGuideTest {
  @Test
  void describesTheLayoutOfEpisodes() throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "remote-training.md"));
    assertThat(guide)
        .contains("version " + EpisodeLayout.VERSION + ", bytes of the whole file")
        .contains(
            "| %d | records of %d bytes"
                .formatted(EpisodeLayout.HEADER_BYTES, EpisodeLayout.RECORD_BYTES))
        .contains(String.format(Locale.ROOT, "500 steps are %,d bytes", EpisodeLayout.bytes(501)));
  }
}
