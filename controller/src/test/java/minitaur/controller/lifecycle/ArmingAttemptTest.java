package minitaur.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import minitaur.controller.lifecycle.ArmingAttempt.Result;
import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.ArmAuthority;
import minitaur.hal.ArmPermit;
import org.junit.jupiter.api.Test;

/** Tests that torque is enabled once per permit, and only for a robot that stands on its feet. */
class ArmingAttemptTest {
  private static final long TICK_NANOS = 20_000_000;

  private final FakeSerialSession session = new FakeSerialSession();
  private final ArmPermit permit = session.authority.issue();
  private final ArmingAttempt attempt = new ArmingAttempt(session);
  private long now;

  @Test
  void failsAfterTimeoutWhenRobotIsNotUpright() {
    attempt.begin(now, permit);
    Result result = Result.IN_PROGRESS;
    while (result == Result.IN_PROGRESS) {
      result = step(false);
    }
    assertThat(result).isEqualTo(Result.FAILED);
    assertThat(attempt.failureReason()).contains("not upright");
    assertThat(now).isBetween(14_000_000_000L, 16_000_000_000L);
    assertThat(session.armCount).isZero();
    assertThat(permit.isValid()).isFalse();
  }

  @Test
  void armsRobotSetUprightDuringAttempt() {
    attempt.begin(now, permit);
    for (int tick = 0; tick < 100; tick++) {
      assertThat(step(false)).isEqualTo(Result.IN_PROGRESS);
    }
    assertThat(step(true)).isEqualTo(Result.IN_PROGRESS);
    assertThat(session.armCount).isEqualTo(1);
    session.armed = true;
    assertThat(step(true)).isEqualTo(Result.ARMED);
  }

  @Test
  void disablesRobotThatFallsDuringSoftStart() {
    attempt.begin(now, permit);
    step(true);
    assertThat(session.armCount).isEqualTo(1);
    assertThat(step(false)).isEqualTo(Result.FAILED);
    assertThat(session.enabled).isFalse();
    assertThat(attempt.failureReason()).contains("fell");
    // After the robot is upright again, it still needs another permit.
    assertThat(step(true)).isEqualTo(Result.FAILED);
    assertThat(session.armCount).isEqualTo(1);
  }

  @Test
  void usesPermitOnceDuringLongSoftStart() {
    attempt.begin(now, permit);
    for (int tick = 0; tick < 100; tick++) {
      assertThat(step(true)).isEqualTo(Result.IN_PROGRESS);
    }
    assertThat(session.armCount).isEqualTo(1);
  }

  @Test
  void reportsFaultThatRevokedPermit() {
    attempt.begin(now, permit);
    step(true);
    session.enabled = false;
    session.authority.revoke("link lost: board is gone");
    // Without a link the tilt is unknown, which does not count as upright.
    assertThat(step(false)).isEqualTo(Result.FAILED);
    assertThat(attempt.failureReason()).isEqualTo("link lost: board is gone");
    assertThat(step(true)).isEqualTo(Result.FAILED);
    assertThat(session.armCount).isEqualTo(1);
  }

  @Test
  void disarmsArmedRobotFirst() {
    session.armed = true;
    session.enabled = true;
    attempt.begin(now, permit);
    assertThat(session.enabled).isFalse();
    assertThat(step(true)).isEqualTo(Result.IN_PROGRESS);
    assertThat(session.armCount).isZero();
    session.armed = false;
    step(true);
    step(true);
    assertThat(session.armCount).isEqualTo(1);
  }

  @Test
  void doesNotDisarmRobotThatProgramResets() {
    session.isResetByProgram = true;
    session.armed = true;
    session.enabled = true;
    attempt.begin(now, permit);
    assertThat(session.enabled).isTrue();
    assertThat(step(false)).as("not upright").isEqualTo(Result.IN_PROGRESS);
    assertThat(step(true)).isEqualTo(Result.ARMED);
  }

  @Test
  void reportsStatusOfUprightRobotThatDoesNotFollow() {
    attempt.begin(now, permit);
    while (step(true) == Result.IN_PROGRESS) {
      // Until the timeout.
    }
    assertThat(attempt.failureReason()).isEqualTo(session.status()).isNotEmpty();
    attempt.begin(now, session.authority.issue());
    assertThat(attempt.failureReason()).isEmpty();
  }

  @Test
  void succeedsImmediatelyForStandingRobot() {
    session.armed = true;
    attempt.begin(now, null);
    assertThat(step(true)).isEqualTo(Result.ARMED);
  }

  @Test
  void doesNotRearmStandingRobotThatStopped() {
    attempt.begin(now, null);
    assertThat(step(true)).isEqualTo(Result.FAILED);
    assertThat(session.armCount).isZero();
  }

  private Result step(boolean upright) {
    now += TICK_NANOS;
    return attempt.step(now, upright);
  }

  /** A session of a real robot that uses permits like a position loop. */
  private static final class FakeSerialSession extends ForwardingSession {
    private final ArmAuthority authority = new ArmAuthority();
    private boolean isResetByProgram;
    private boolean enabled;
    private boolean armed;
    private int armCount;

    private FakeSerialSession() {
      super(
          new SimulatedSession(
              ControllerConfig.read(List.of()).hardware(),
              ControllerConfig.read(List.of()).task(),
              0,
              false));
    }

    @Override
    public boolean isResetByProgram() {
      return isResetByProgram;
    }

    @Override
    public String status() {
      return "the board does not respond";
    }

    @Override
    public void arm(ArmPermit permit) {
      if (authority.redeem(permit)) {
        enabled = true;
        armCount++;
      }
    }

    @Override
    public boolean isArmed() {
      return armed;
    }

    @Override
    public void disarm() {
      enabled = false;
    }
  }
}
