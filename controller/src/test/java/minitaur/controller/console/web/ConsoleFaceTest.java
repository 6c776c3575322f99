package minitaur.controller.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleFaceTest {
  @TempDir private Path temporary;

  @Test
  void lockStepRunHasTheSameBitsWithAndWithoutAPage() throws IOException {
    SmallRun with = new SmallRun();
    assertThat(with.serve()).startsWith("http://127.0.0.1:").endsWith("/#" + TestPages.TOKEN);
    with.train(temporary.resolve("with"));
    new SmallRun().train(temporary.resolve("without"));

    for (String file : List.of("replay.bin", "policy.safetensors")) {
      assertThat(Files.readAllBytes(temporary.resolve("with").resolve(file)))
          .as(file)
          .isEqualTo(Files.readAllBytes(temporary.resolve("without").resolve(file)));
    }
  }

  @Test
  void runGoesOnWithoutAPageThatCannotBeServed() {
    List<String> lines = new ArrayList<>();
    try (ConsoleFace face =
        new ConsoleFace(
            new ConsoleSettings(true, "192.0.2.1", 8484, ""),
            RobotDescription.of(ControllerConfig.defaults(), "test"),
            false,
            lines::add)) {
      face.start(new FakePort());
    }
    assertThat(lines).isEmpty();
  }
}
