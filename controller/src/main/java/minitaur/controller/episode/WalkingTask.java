package minitaur.controller.episode;

import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.MirrorSymmetry;
import minitaur.controller.task.LeftRightSymmetry;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.TaskSettings;

/** Environment specification of the walking task. */
public final class WalkingTask {
  private WalkingTask() {}

  /** Sizes, rate, horizon and symmetry of the walking task. */
  public static EnvironmentSpec spec(TaskSettings task) {
    LeftRightSymmetry state = LeftRightSymmetry.ofState();
    LeftRightSymmetry action = LeftRightSymmetry.ofAction();
    return new EnvironmentSpec(
        "minitaur",
        ObservationLayout.STATE_SIZE,
        ObservationLayout.ACTION_SIZE,
        task.timing().policyRateHz(),
        task.timing().episodeSteps(),
        new MirrorSymmetry(state.permutation(), state.sign(), action.permutation(), action.sign()));
  }
}
