package minitaur.controller.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.run.render.RobotPicture;
import minitaur.controller.run.render.RobotPose;
import minitaur.controller.train.GaitRecording;
import minitaur.controller.train.StoredPolicies;
import minitaur.hal.RobotGeometry;

/** Draws the robot that a policy moves, as a film strip. */
public final class RenderJob implements Job<RenderRequest> {
  /** When the strip begins: by then a gait is at its pace. */
  private static final double START_SECONDS = 2;

  private static final int PICTURES = 8;
  private static final int STEPS_BETWEEN = 3;

  private final PrintStream out;

  /**
   * @param out where it says what it did
   */
  public RenderJob(PrintStream out) {
    this.out = out;
  }

  @Override
  public ExitCode run(RenderRequest request) throws IOException {
    List<RobotPose> episode =
        GaitRecording.record(
            request.config(),
            StoredPolicies.deterministic(request.policy(), request.config()),
            request.config().run().seed());
    List<RobotPose> strip = new ArrayList<>();
    int first = (int) (START_SECONDS * request.config().task().policyRateHz());
    first = Math.max(0, Math.min(first, episode.size() - PICTURES * STEPS_BETWEEN));
    for (int i = 0; i < PICTURES && first + i * STEPS_BETWEEN < episode.size(); i++) {
      strip.add(episode.get(first + i * STEPS_BETWEEN));
    }
    new RobotPicture(RobotGeometry.nominal()).draw(strip, request.output());
    out.println("Drew " + request.output());
    return ExitCode.OK;
  }
}
