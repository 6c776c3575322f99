package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchmarksGuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "benchmarks.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `bench ([a-z-]+)` \\|");

  @Test
  void listsEveryBenchmarkOnce() throws IOException {
    List<String> listed =
        ROW.matcher(Files.readString(GUIDE)).results().map(row -> row.group(1)).toList();
    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Benchmark.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList());
  }
}
