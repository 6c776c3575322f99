package minitaur.controller.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleInterfaceTest {
  @TempDir private Path temporary;

  @Test
  void lockStepRunIsBitIdenticalWithPage() throws IOException {
    SmallRun withPage = new SmallRun();
    assertThat(withPage.serve()).startsWith("http://127.0.0.1:").endsWith("/#" + TestServers.TOKEN);
    withPage.train(temporary.resolve("with"));
    new SmallRun().train(temporary.resolve("without"));

    assertThat(temporary.resolve("with/policy.safetensors"))
        .hasSameBinaryContentAs(temporary.resolve("without/policy.safetensors"));
    // The file's header names its run, so the records are compared.
    try (CompactReplayBuffer first = replay("with");
        CompactReplayBuffer second = replay("without")) {
      assertThat(first.head()).isEqualTo(second.head()).isPositive();
      ReplayRecord one = new ReplayRecord();
      ReplayRecord other = new ReplayRecord();
      for (long index = first.tail(); index < first.head(); index++) {
        first.read(index, one);
        second.read(index, other);
        assertThat(one).usingRecursiveComparison().isEqualTo(other);
      }
    }
  }

  /** Opens the replay buffer of a {@link SmallRun} with the capacity and slack of the run. */
  private CompactReplayBuffer replay(String run) throws IOException {
    return CompactReplayBuffer.open(temporary.resolve(run).resolve("replay.bin"), 1000, 10_200);
  }

  @Test
  void continuesIfPageCannotBeServed() {
    List<String> lines = new ArrayList<>();
    try (ConsoleInterface console =
        new ConsoleInterface(
            new ConsoleSettings(true, "192.0.2.1", 8484, ""),
            RobotDescription.of(ControllerConfig.defaults(), RunDescription.named("test")),
            false,
            lines::add)) {
      console.start(new FakePort());
    }
    assertThat(lines).isEmpty();
  }
}
