package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import minitaur.controller.robot.EmulatedLab;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.controller.run.ExitCode;
import minitaur.controller.train.Evaluation;
import minitaur.hal.SystemClock;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluates a policy on an emulated robot in real time. */
@Tag("timing")
class EvaluateCommandTest {
  @TempDir private Path directory;

  @Test
  void reportsEvaluationThatEndsBeforeItsLastEpisode() throws Exception {
    try (EmulatedLab lab = lab()) {
      // The input ends before the operator confirms the first reset.
      TestProgram program = new TestProgram(InputStream.nullInputStream());
      int code = program.run(arguments(lab));

      assertThat(program.err()).isEqualTo("Stopped after 0 of 2 episodes.\n");
      assertThat(program.out()).isEmpty();
      assertThat(code).isEqualTo(ExitCode.STOPPED.number());
    }
  }

  private String[] arguments(EmulatedLab lab) throws IOException {
    Path policy = directory.resolve("policy.safetensors");
    try (InputStream in =
        Objects.requireNonNull(
            Evaluation.class.getResourceAsStream(
                "policies/sustainable-realistic/policy.safetensors"))) {
      Files.copy(in, policy);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of("evaluate", "--policy", policy.toString(), "--episodes", "2", "--hal=serial"));
    for (String setting :
        List.of(
            "robot.port=" + lab.port(),
            "robot.board=minitaur-link",
            "robot.allowUncalibrated=true",
            "mocap.source=vrpn",
            "mocap.host=127.0.0.1",
            "mocap.port=" + lab.mocapPort(),
            "mocap.body=" + EmulatedLab.BODY)) {
      arguments.addAll(List.of("--set", setting));
    }
    return arguments.toArray(String[]::new);
  }

  private static EmulatedLab lab() throws IOException {
    try {
      return new EmulatedLab(
          Board.MINITAUR_LINK, SimulationProfile.realistic(), 0.5, board -> {}, new SystemClock());
    } catch (IOException e) {
      return abort("pseudo-terminals are not supported: " + e.getMessage());
    }
  }
}
