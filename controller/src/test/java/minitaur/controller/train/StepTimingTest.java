package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.controller.episode.Tick;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.Test;

class StepTimingTest {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private long now;
  private final StepTiming timing =
      new StepTiming(
          new Clock() {
            @Override
            public long nanos() {
              return now;
            }

            @Override
            public void waitUntil(long timeNanos) {
              now = Math.max(now, timeNanos);
            }
          },
          20 * NANOS_PER_MILLI);

  @Test
  void reportsNoLatencyWithoutCommands() {
    assertThat(timing.describe()).isEqualTo("No command was sent");
  }

  @Test
  void countsLateCommandsAsMissedDeadlines() {
    RobotState state = new RobotState();
    MotorCommand command = new MotorCommand();
    Track track = new Track();
    Tick tick = new Tick();
    for (int step = 0; step < 100; step++) {
      tick.timeNanos = step * 20 * NANOS_PER_MILLI;
      now = tick.timeNanos + (step == 7 ? 25 : 2) * NANOS_PER_MILLI;
      timing.tick(tick, state, command, track);
    }
    assertThat(timing.describe())
        .isEqualTo(
            "Command latency: 2.0 ms median, 2.0 ms p99, 25.0 ms max;"
                + " 1 of 100 missed the deadline of 20 ms");
  }
}
