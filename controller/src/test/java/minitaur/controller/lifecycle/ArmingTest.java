package minitaur.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.lifecycle.Arming.Result;
import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.SimulatedSession;
import org.junit.jupiter.api.Test;

/** A robot's motors go on under a robot that stands on its feet, and under no other. */
class ArmingTest {
  private static final long TICK = 20_000_000;

  private final OnALine session = new OnALine();
  private final Arming arming = new Arming(session);
  private long now;

  @Test
  void aRobotThatLiesIsNotArmedAndAfterAWhileThatIsSaid() {
    arming.begin(now, false);
    Result result = Result.GOES_ON;
    while (result == Result.GOES_ON) {
      result = step(false);
    }
    assertThat(result).isEqualTo(Result.REFUSED);
    assertThat(now).isBetween(14_000_000_000L, 16_000_000_000L);
    assertThat(session.wanted).isFalse();
  }

  @Test
  void aRobotThatIsSetUpWhileItIsWaitedForIsArmed() {
    arming.begin(now, false);
    for (int tick = 0; tick < 100; tick++) {
      assertThat(step(false)).isEqualTo(Result.GOES_ON);
    }
    assertThat(step(true)).isEqualTo(Result.GOES_ON);
    assertThat(session.wanted).isTrue();
    session.armed = true;
    assertThat(step(true)).isEqualTo(Result.ARMED);
  }

  @Test
  void aRobotThatFallsDuringTheSoftStartIsSwitchedOffAgain() {
    arming.begin(now, false);
    step(true);
    assertThat(session.wanted).isTrue();
    assertThat(step(false)).isEqualTo(Result.GOES_ON);
    assertThat(session.wanted).isFalse();
    session.armed = true;
    assertThat(step(false)).isEqualTo(Result.GOES_ON);
  }

  @Test
  void aRobotThatStillFollowsIsFirstLetGo() {
    session.armed = true;
    session.wanted = true;
    arming.begin(now, false);
    assertThat(session.wanted).isFalse();
    assertThat(step(true)).isEqualTo(Result.GOES_ON);
    assertThat(session.wanted).isFalse();
    session.armed = false;
    step(true);
    step(true);
    assertThat(session.wanted).isTrue();
  }

  @Test
  void aRobotThatIsHeldGoesOnAtOnce() {
    session.armed = true;
    arming.begin(now, true);
    assertThat(step(true)).isEqualTo(Result.ARMED);
  }

  private Result step(boolean upright) {
    now += TICK;
    return arming.step(now, upright);
  }

  /** A session of a real robot, which does what the test says. */
  private static final class OnALine extends ForwardingSession {
    private boolean wanted;
    private boolean armed;

    private OnALine() {
      super(new SimulatedSession(ConfigReader.read(List.of()), 0, false));
    }

    @Override
    public boolean isPlacedByProgram() {
      return false;
    }

    @Override
    public void arm() {
      wanted = true;
    }

    @Override
    public boolean isArmed() {
      return armed;
    }

    @Override
    public void disarm() {
      wanted = false;
    }
  }
}
