package minitaur.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import minitaur.controller.lifecycle.Arming.Result;
import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.ArmAuthority;
import minitaur.hal.ArmPermit;
import org.junit.jupiter.api.Test;

/** Tests that torque is enabled once per permit, and only for a robot that stands on its feet. */
class ArmingTest {
  private static final long TICK = 20_000_000;

  private final SerialRig session = new SerialRig();
  private final ArmPermit permit = session.authority.issue();
  private final Arming arming = new Arming(session);
  private long now;

  @Test
  void reportsAfterAWhileThatARobotThatLiesIsNotArmed() {
    arming.begin(now, permit);
    Result result = Result.GOES_ON;
    while (result == Result.GOES_ON) {
      result = step(false);
    }
    assertThat(result).isEqualTo(Result.REFUSED);
    assertThat(arming.reason()).contains("not upright");
    assertThat(now).isBetween(14_000_000_000L, 16_000_000_000L);
    assertThat(session.armings).isZero();
    assertThat(permit.isValid()).isFalse();
  }

  @Test
  void armsARobotThatIsSetUpWhileItIsWaitedFor() {
    arming.begin(now, permit);
    for (int tick = 0; tick < 100; tick++) {
      assertThat(step(false)).isEqualTo(Result.GOES_ON);
    }
    assertThat(step(true)).isEqualTo(Result.GOES_ON);
    assertThat(session.armings).isEqualTo(1);
    session.armed = true;
    assertThat(step(true)).isEqualTo(Result.ARMED);
  }

  @Test
  void switchesARobotOffThatFallsDuringTheSoftStart() {
    arming.begin(now, permit);
    step(true);
    assertThat(session.armings).isEqualTo(1);
    assertThat(step(false)).isEqualTo(Result.REFUSED);
    assertThat(session.enabled).isFalse();
    assertThat(arming.reason()).contains("fell");
    // After the robot is upright again, it still needs another permit.
    assertThat(step(true)).isEqualTo(Result.REFUSED);
    assertThat(session.armings).isEqualTo(1);
  }

  @Test
  void usesThePermitOnceHoweverLongTheSoftStartTakes() {
    arming.begin(now, permit);
    for (int tick = 0; tick < 100; tick++) {
      assertThat(step(true)).isEqualTo(Result.GOES_ON);
    }
    assertThat(session.armings).isEqualTo(1);
  }

  @Test
  void endsWithTheFaultThatRevokedThePermitNotWithItsConsequence() {
    arming.begin(now, permit);
    step(true);
    session.enabled = false;
    session.authority.revoke("link lost: board is gone");
    // Without a link the tilt is unknown, which does not count as upright.
    assertThat(step(false)).isEqualTo(Result.REFUSED);
    assertThat(arming.reason()).isEqualTo("link lost: board is gone");
    assertThat(step(true)).isEqualTo(Result.REFUSED);
    assertThat(session.armings).isEqualTo(1);
  }

  @Test
  void firstDisarmsARobotThatStillFollows() {
    session.armed = true;
    session.enabled = true;
    arming.begin(now, permit);
    assertThat(session.enabled).isFalse();
    assertThat(step(true)).isEqualTo(Result.GOES_ON);
    assertThat(session.armings).isZero();
    session.armed = false;
    step(true);
    step(true);
    assertThat(session.armings).isEqualTo(1);
  }

  @Test
  void goesOnAtOnceWithARobotThatIsHeld() {
    session.armed = true;
    arming.begin(now, null);
    assertThat(step(true)).isEqualTo(Result.ARMED);
  }

  @Test
  void doesNotRearmAHeldRobotThatStoppedByItself() {
    arming.begin(now, null);
    assertThat(step(true)).isEqualTo(Result.REFUSED);
    assertThat(session.armings).isZero();
  }

  private Result step(boolean upright) {
    now += TICK;
    return arming.step(now, upright);
  }

  /** A session of a real robot that uses permits like a position loop. */
  private static final class SerialRig extends ForwardingSession {
    private final ArmAuthority authority = new ArmAuthority();
    private boolean enabled;
    private boolean armed;
    private int armings;

    private SerialRig() {
      super(
          new SimulatedSession(
              ControllerConfig.read(List.of()).hardware(),
              ControllerConfig.read(List.of()).task(),
              0,
              false));
    }

    @Override
    public boolean isPlacedByProgram() {
      return false;
    }

    @Override
    public void arm(ArmPermit permit) {
      if (authority.redeem(permit)) {
        enabled = true;
        armings++;
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
