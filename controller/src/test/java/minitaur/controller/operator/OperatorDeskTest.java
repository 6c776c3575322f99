package minitaur.controller.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import minitaur.controller.operator.OperatorCommand.Pause;
import minitaur.controller.operator.OperatorCommand.Release;
import minitaur.controller.operator.OperatorCommand.ResetDone;
import minitaur.controller.operator.OperatorCommand.Resume;
import minitaur.controller.operator.OperatorCommand.Stop;
import minitaur.controller.operator.OperatorEvent.Severity;
import org.junit.jupiter.api.Test;

class OperatorDeskTest {
  private long millis = 1_000;
  private final InstantSource wallTime = () -> Instant.ofEpochMilli(millis);
  private final OperatorDesk desk = new OperatorDesk(wallTime);

  private void enter(Phase phase) {
    desk.publish(phase, "why", 3, null, OperatorCounts.NONE);
  }

  private void ask(long number) {
    ResetRequest request =
        new ResetRequest(number, millis, "fell", "set it", "then", List.of(), false);
    desk.publish(Phase.RESET_REQUESTED, "fell", 3, request, OperatorCounts.NONE);
  }

  @Test
  void showsWhatWasPublishedAndSinceWhen() {
    enter(Phase.RUNNING);
    long version = desk.view().version();
    millis = 2_000;
    desk.publish(new OperatorCounts(4, 1, 2, 0, 5, 6));
    assertThat(desk.view().sinceMillis()).isEqualTo(1_000);
    assertThat(desk.view().version()).isGreaterThan(version);
    assertThat(desk.view().phase()).isEqualTo(Phase.RUNNING);
    assertThat(desk.view().counts().resetsPerHundredEpisodes()).isEqualTo(50);
    enter(Phase.ENDED);
    assertThat(desk.view().sinceMillis()).isEqualTo(2_000);
  }

  @Test
  void aStopHoldsUntilItIsReleased() {
    enter(Phase.RUNNING);
    assertThat(desk.submit(new Stop(), "test").accepted()).isTrue();
    assertThat(desk.submit(new Stop(), "test").text()).contains("already");
    assertThat(desk.isStopWanted()).isTrue();
    assertThat(desk.submit(new Release(), "test").accepted()).as("not stopped yet").isFalse();
    enter(Phase.EMERGENCY_STOP);
    assertThat(desk.takeRelease()).isFalse();
    assertThat(desk.submit(new Release(), "test").accepted()).isTrue();
    assertThat(desk.isStopWanted()).isFalse();
    assertThat(desk.takeRelease()).isTrue();
    assertThat(desk.takeRelease()).as("it acts once").isFalse();
  }

  @Test
  void aStopTakesAReleaseBack() {
    enter(Phase.EMERGENCY_STOP);
    desk.submit(new Release(), "page");
    desk.submit(new Stop(), "terminal");
    assertThat(desk.takeRelease()).isFalse();
    assertThat(desk.isStopWanted()).isTrue();
  }

  @Test
  void aConfirmationOfAnotherRequestIsRefusedByItsNumber() {
    assertThat(desk.submit(new ResetDone(1), "test").accepted()).as("nothing asked").isFalse();
    ask(7);
    Answer replayed = desk.submit(new ResetDone(6), "page");
    assertThat(replayed.accepted()).isFalse();
    assertThat(replayed.text()).contains("reset 6").contains("reset 7");
    assertThat(desk.takeResetDone(7)).isFalse();

    assertThat(desk.submit(new ResetDone(7), "page").accepted()).isTrue();
    assertThat(desk.submit(new ResetDone(7), "page").text()).contains("already");
    assertThat(desk.takeResetDone(7)).isTrue();
    assertThat(desk.takeResetDone(7)).as("it acts once").isFalse();
  }

  @Test
  void aStopForgetsAConfirmation() {
    ask(1);
    desk.submit(new ResetDone(1), "test");
    desk.submit(new Stop(), "test");
    assertThat(desk.takeResetDone(1)).isFalse();
  }

  @Test
  void aPauseIsAWishThatCanBeTakenBack() {
    enter(Phase.RUNNING);
    assertThat(desk.submit(new Resume(), "test").accepted()).isFalse();
    desk.submit(new Pause(), "test");
    desk.submit(new Pause(), "test");
    assertThat(desk.isPauseWanted()).isTrue();
    assertThat(desk.submit(new Resume(), "test").accepted()).isTrue();
    assertThat(desk.isPauseWanted()).isFalse();
    enter(Phase.EMERGENCY_STOP);
    assertThat(desk.submit(new Pause(), "test").accepted()).isFalse();
  }

  @Test
  void nothingIsTakenOnceTheRunIsOver() {
    enter(Phase.FINISHED);
    for (OperatorCommand command :
        List.of(new Stop(), new Release(), new Pause(), new Resume(), new ResetDone(1))) {
      assertThat(desk.submit(command, "test").accepted()).as(command.toString()).isFalse();
    }
  }

  @Test
  void keepsTheNewestEventsInOrder() {
    for (int i = 1; i <= 1000; i++) {
      desk.report(Severity.INFORMATION, "event " + i);
    }
    List<OperatorEvent> kept = desk.events(0);
    assertThat(kept).hasSizeBetween(100, 500);
    assertThat(kept.get(kept.size() - 1).text()).isEqualTo("event 1000");
    assertThat(kept.get(kept.size() - 1).number()).isEqualTo(1000);
    assertThat(desk.events(998))
        .extracting(OperatorEvent::text)
        .containsExactly("event 999", "event 1000");
    assertThat(desk.events(1000)).isEmpty();
  }

  @Test
  void whoGaveAnOrderIsKnown() {
    enter(Phase.RUNNING);
    desk.submit(new Stop(), "page 10.0.0.2");
    desk.submit(new ResetDone(4), "terminal");
    assertThat(desk.events(0))
        .extracting(OperatorEvent::text)
        .anyMatch(text -> text.startsWith("Stop by page 10.0.0.2"))
        .anyMatch(text -> text.startsWith("Reset 4 done by terminal refused"));
  }
}
