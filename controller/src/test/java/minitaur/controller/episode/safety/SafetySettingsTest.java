package minitaur.controller.episode.safety;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.controller.episode.safety.SafetySettings.LimitScope;
import org.junit.jupiter.api.Test;

class SafetySettingsTest {
  private static SafetyLimits limits(LimitScope scope, boolean isSimulated) {
    return new SafetySettings(30, scope, 0.4, RobotLimits.nominal())
        .limits(isSimulated, Lane.unlimited());
  }

  @Test
  void limitsOfTheRobotApplyToHardwareByDefault() {
    assertThat(SafetySettings.defaults().limits(false, Lane.unlimited()).robot())
        .isEqualTo(RobotLimits.nominal());
    assertThat(SafetySettings.defaults().limits(true, Lane.unlimited()).robot()).isNull();
  }

  @Test
  void scopeSelectsWhereTheLimitsOfTheRobotApply() {
    assertThat(limits(LimitScope.BY_ROBOT, false).robot()).isNotNull();
    assertThat(limits(LimitScope.BY_ROBOT, true).robot()).isNull();
    assertThat(limits(LimitScope.ALWAYS, false).robot()).isNotNull();
    assertThat(limits(LimitScope.ALWAYS, true).robot()).isNotNull();
    assertThat(limits(LimitScope.NEVER, false).robot()).isNull();
    assertThat(limits(LimitScope.NEVER, true).robot()).isNull();
  }
}
