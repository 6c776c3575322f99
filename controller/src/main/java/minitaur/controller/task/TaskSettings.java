package minitaur.controller.task;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import java.util.List;
import minitaur.controller.config.NamedSettings;
import minitaur.controller.task.reward.ForwardVelocityTerm;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/**
 * The walking task: timing, action map and filter, position control gains, reward and power budget.
 */
public record TaskSettings(
    @Inline EpisodeTiming timing,
    @Inline ActionMap actionMap,
    @Inline PositionGains gains,
    @Setting(
            doc =
                "Cutoff of the low-pass filter between the policy and the motors, below half the"
                    + " policy rate; 0: none.",
            unit = "Hz",
            source = "experiments on this task")
        double actionFilterHz,
    @Setting(
            doc =
                "Half width of the uniform noise on the swing and extension of each leg at the"
                    + " start of an episode.",
            unit = "rad",
            source = "definition of the task")
        double startJitter,
    @Setting(doc = "Terms of the reward. A weight of 0 disables a term.") RewardFunction reward,
    @Setting(doc = "Limit on the electrical power.") PowerBudget powerBudget)
    implements NamedSettings {

  /** Name of the paper's task. */
  public static final String PAPER = "paper";

  /** Name of the task with a power budget. */
  public static final String SUSTAINABLE = "sustainable";

  /**
   * Power budget of 230 W. With an even load, the motors reach their temperature limit at 240 W of
   * heat in total.
   */
  private static final PowerBudget SUSTAINABLE_BUDGET = new PowerBudget(230, 0, 0.03, 75, 500);

  /**
   * Position gains with half the stiffness, so that a wrong action produces a quarter of the heat.
   */
  private static final PositionGains SUSTAINABLE_GAINS = new PositionGains(0.5, 0.01);

  /**
   * Extension at action 0, rad. The lower stance has shorter lever arms than the paper's at 2 rad:
   * standing takes half the power.
   */
  private static final double SUSTAINABLE_EXTENSION = 1.5;

  /**
   * Velocity limit of the reward, above the paper's 0.32 m/s. Higher speed is not rewarded, because
   * it costs power.
   */
  private static final double SUSTAINABLE_VELOCITY = 0.5;

  public TaskSettings {
    require(
        actionFilterHz >= 0 && actionFilterHz < timing.policyRateHz() / 2,
        "actionFilterHz",
        actionFilterHz,
        "0 (none) to less than %s, half of policyRateHz".formatted(timing.policyRateHz() / 2));
    requireBetween("startJitter", startJitter, 0, 0.5);
  }

  /** A copy of this task with another control rate and episode length. */
  public TaskSettings with(EpisodeTiming changed) {
    return new TaskSettings(
        changed, actionMap, gains, actionFilterHz, startJitter, reward, powerBudget);
  }

  /** The paper's task, which has no power budget. */
  public static TaskSettings paper() {
    return new TaskSettings(
        EpisodeTiming.nominal(),
        ActionMap.nominal(),
        PositionGains.nominal(),
        0,
        0.05,
        RewardFunction.nominal(),
        PowerBudget.none());
  }

  /** The paper's task with a power budget, lower position gains and a lower velocity limit. */
  public static TaskSettings sustainable() {
    TaskSettings paper = paper();
    return new TaskSettings(
        paper.timing,
        new ActionMap(
            paper.actionMap.swingRange(), SUSTAINABLE_EXTENSION, paper.actionMap.extensionRange()),
        SUSTAINABLE_GAINS,
        paper.actionFilterHz,
        paper.startJitter,
        paper.reward.with(new ForwardVelocityTerm(1.0, SUSTAINABLE_VELOCITY)),
        SUSTAINABLE_BUDGET);
  }

  /** Both tasks; the first one is the default. */
  public static List<TaskSettings> all() {
    return List.of(paper(), sustainable());
  }

  @Override
  public String name() {
    return powerBudget.isLimited() ? SUSTAINABLE : PAPER;
  }
}
