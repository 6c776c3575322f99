package minitaur.controller.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import minitaur.controller.operator.OperatorCommand.Pause;
import minitaur.controller.operator.OperatorCommand.Push;
import minitaur.controller.operator.OperatorCommand.Release;
import minitaur.controller.operator.OperatorCommand.ResetDone;
import minitaur.controller.operator.OperatorCommand.Resume;
import minitaur.controller.operator.OperatorCommand.Stop;
import minitaur.controller.operator.OperatorEvent.Severity;
import org.junit.jupiter.api.Test;

class OperatorChannelTest {
  private long millis = 1_000;
  private final InstantSource wallTime = () -> Instant.ofEpochMilli(millis);
  private final OperatorChannel channel = new OperatorChannel(wallTime);

  private void publishPhase(Phase phase) {
    channel.publish(phase, "why", 3, null, OperatorCounts.NONE);
  }

  private void publishResetRequest(long number) {
    ResetRequest request =
        new ResetRequest(number, millis, "fell", "set it", "then", List.of(), false);
    channel.publish(Phase.RESET_REQUESTED, "fell", 3, request, OperatorCounts.NONE);
  }

  @Test
  void viewShowsPublishedPhaseAndItsStartTime() {
    publishPhase(Phase.RUNNING);
    long version = channel.view().version();
    millis = 2_000;
    channel.publish(new OperatorCounts(4, 1, 2, 0, 5, 6));
    assertThat(channel.view().sinceMillis()).isEqualTo(1_000);
    assertThat(channel.view().version()).isGreaterThan(version);
    assertThat(channel.view().phase()).isEqualTo(Phase.RUNNING);
    assertThat(channel.view().counts().resetsPerHundredEpisodes()).isEqualTo(50);
    publishPhase(Phase.ENDED);
    assertThat(channel.view().sinceMillis()).isEqualTo(2_000);
  }

  @Test
  void acceptsPushesOnlyInRunningDemonstration() {
    publishPhase(Phase.RUNNING);
    Push push = new Push(1, -2);
    assertThat(channel.submit(push, "test").message()).contains("only the simulated robot");
    assertThat(channel.pollPush()).isNull();
    channel.enablePushes();
    assertThat(channel.submit(push, "test").accepted()).isTrue();
    assertThat(channel.pollPush()).isEqualTo(push);
    assertThat(channel.pollPush()).as("cleared by poll").isNull();
    assertThat(channel.submit(new Push(0, 15.1), "test").message()).contains("up to 15.0 N s");
    assertThat(channel.submit(new Push(Double.NaN, 0), "test").accepted()).isFalse();
    publishPhase(Phase.ENDED);
    assertThat(channel.submit(push, "test").message()).contains("while it walks");
    assertThat(channel.pollPush()).isNull();
  }

  @Test
  void stopHoldsUntilReleased() {
    publishPhase(Phase.RUNNING);
    assertThat(channel.submit(new Stop(), "test").accepted()).isTrue();
    assertThat(channel.submit(new Stop(), "test").message()).contains("already");
    assertThat(channel.isStopRequested()).isTrue();
    assertThat(channel.submit(new Release(), "test").accepted()).as("not stopped yet").isFalse();
    publishPhase(Phase.EMERGENCY_STOP);
    assertThat(channel.pollRelease()).isFalse();
    assertThat(channel.submit(new Release(), "test").accepted()).isTrue();
    assertThat(channel.isStopRequested()).isFalse();
    assertThat(channel.pollRelease()).isTrue();
    assertThat(channel.pollRelease()).as("cleared by poll").isFalse();
  }

  @Test
  void rejectsReleaseSentBeforeRepeatedStop() {
    publishPhase(Phase.EMERGENCY_STOP);
    Release delayed = new Release(channel.view().version());
    channel.publish(OperatorCounts.NONE);
    channel.submit(new Stop(), "page");

    assertThat(channel.submit(delayed, "page").message()).contains("after this command was sent");
    assertThat(channel.pollRelease()).isFalse();
    assertThat(channel.isStopRequested()).isTrue();

    assertThat(channel.submit(new Release(channel.view().version()), "page").accepted()).isTrue();
    assertThat(channel.pollRelease()).isTrue();
  }

  @Test
  void rejectsReleaseSentBeforeLaterFault() {
    publishPhase(Phase.EMERGENCY_STOP);
    Release repeated = new Release(channel.view().version());
    channel.publish(OperatorCounts.NONE);
    assertThat(channel.submit(repeated, "page").accepted()).as("same stop").isTrue();
    assertThat(channel.pollRelease()).isTrue();
    publishPhase(Phase.RUNNING);
    publishPhase(Phase.EMERGENCY_STOP);

    assertThat(channel.submit(repeated, "page").accepted()).isFalse();
    assertThat(channel.pollRelease()).isFalse();
  }

  @Test
  void rejectsResumeSentBeforeLaterPause() {
    publishPhase(Phase.RUNNING);
    channel.submit(new Pause(), "page");
    Resume repeated = new Resume(channel.view().version());
    publishPhase(Phase.PAUSED);
    assertThat(channel.submit(repeated, "page").accepted()).as("same pause").isTrue();
    publishPhase(Phase.RUNNING);
    channel.submit(new Pause(), "page");
    publishPhase(Phase.PAUSED);

    assertThat(channel.submit(repeated, "page").accepted()).isFalse();
    assertThat(channel.isPauseRequested()).isTrue();
  }

  @Test
  void stopCancelsRelease() {
    publishPhase(Phase.EMERGENCY_STOP);
    channel.submit(new Release(), "page");
    channel.submit(new Stop(), "terminal");
    assertThat(channel.pollRelease()).isFalse();
    assertThat(channel.isStopRequested()).isTrue();
  }

  @Test
  void releaseAfterCanceledReleaseCounts() {
    publishPhase(Phase.EMERGENCY_STOP);
    channel.submit(new Release(), "page");
    assertThat(channel.submit(new Release(), "page").message()).contains("already");
    channel.submit(new Stop(), "terminal");
    channel.submit(new Release(), "terminal");
    assertThat(channel.isStopRequested()).isFalse();
    assertThat(channel.pollRelease()).isTrue();
  }

  @Test
  void emergencyStopWithoutOperatorIsReportedAndHolds() {
    publishPhase(Phase.EMERGENCY_STOP);
    assertThat(channel.events(0))
        .extracting(OperatorEvent::severity, OperatorEvent::text)
        .containsExactly(tuple(Severity.FAULT, "why"));
    assertThat(channel.submit(new Stop(), "test").message()).contains("already stopped");
  }

  @Test
  void confirmationDuringCheckDoesNotConfirmNextAttempt() {
    ResetRequest request = new ResetRequest(7, millis, "fell", "set it", "then", List.of(), false);
    channel.publish(Phase.RESET_CONFIRMED, "checking", 3, request, OperatorCounts.NONE);
    assertThat(channel.submit(new ResetDone(7), "page").message()).contains("already");
    publishResetRequest(7);
    assertThat(channel.pollResetDone(7)).isFalse();
  }

  @Test
  void confirmationOfEarlierRequestIsDiscarded() {
    publishResetRequest(7);
    channel.submit(new ResetDone(7), "page");
    assertThat(channel.pollResetDone(8)).isFalse();
    assertThat(channel.pollResetDone(7)).isFalse();
  }

  @Test
  void resumesRunThatPausedWithoutRequest() {
    publishPhase(Phase.PAUSED);
    assertThat(channel.submit(new Resume(), "test").accepted()).isTrue();
  }

  @Test
  void rejectsConfirmationOfAnotherRequest() {
    assertThat(channel.submit(new ResetDone(1), "test").accepted())
        .as("no request pending")
        .isFalse();
    publishResetRequest(7);
    CommandResponse response = channel.submit(new ResetDone(6), "page");
    assertThat(response.accepted()).isFalse();
    assertThat(response.message()).contains("reset 6").contains("reset 7");
    assertThat(channel.pollResetDone(7)).isFalse();

    assertThat(channel.submit(new ResetDone(7), "page").accepted()).isTrue();
    assertThat(channel.submit(new ResetDone(7), "page").message()).contains("already");
    assertThat(channel.pollResetDone(7)).isTrue();
    assertThat(channel.pollResetDone(7)).as("cleared by poll").isFalse();
  }

  @Test
  void stopClearsConfirmation() {
    publishResetRequest(1);
    channel.submit(new ResetDone(1), "test");
    channel.submit(new Stop(), "test");
    assertThat(channel.pollResetDone(1)).isFalse();
  }

  @Test
  void resumeCancelsPauseRequest() {
    publishPhase(Phase.RUNNING);
    assertThat(channel.submit(new Resume(), "test").accepted()).isFalse();
    channel.submit(new Pause(), "test");
    channel.submit(new Pause(), "test");
    assertThat(channel.isPauseRequested()).isTrue();
    assertThat(channel.submit(new Resume(), "test").accepted()).isTrue();
    assertThat(channel.isPauseRequested()).isFalse();
    publishPhase(Phase.EMERGENCY_STOP);
    assertThat(channel.submit(new Pause(), "test").accepted()).isFalse();
  }

  @Test
  void rejectsCommandsAfterRunHasFinished() {
    publishPhase(Phase.FINISHED);
    for (OperatorCommand command :
        List.of(new Release(), new Pause(), new Resume(), new ResetDone(1))) {
      assertThat(channel.submit(command, "test").accepted()).as(command.toString()).isFalse();
    }
  }

  @Test
  void confirmsStopAfterRunHasFinished() {
    publishPhase(Phase.FINISHED);
    CommandResponse response = channel.submit(new Stop(), "test");
    assertThat(response.accepted()).isTrue();
    assertThat(response.message()).contains("already stopped the motors");
    assertThat(channel.view().phase()).isEqualTo(Phase.FINISHED);
  }

  @Test
  void keepsNewestEventsInOrder() {
    for (int i = 1; i <= 1000; i++) {
      channel.report(Severity.INFORMATION, "event " + i);
    }
    List<OperatorEvent> events = channel.events(0);
    assertThat(events).hasSizeBetween(100, 500);
    assertThat(events.get(events.size() - 1).text()).isEqualTo("event 1000");
    assertThat(events.get(events.size() - 1).number()).isEqualTo(1000);
    assertThat(channel.events(998))
        .extracting(OperatorEvent::text)
        .containsExactly("event 999", "event 1000");
    assertThat(channel.events(1000)).isEmpty();
  }

  @Test
  void eventNamesSourceOfCommand() {
    publishPhase(Phase.RUNNING);
    channel.submit(new Stop(), "page 10.0.0.2");
    channel.submit(new ResetDone(4), "terminal");
    assertThat(channel.events(0))
        .extracting(OperatorEvent::text)
        .anyMatch(text -> text.startsWith("Stop by page 10.0.0.2"))
        .anyMatch(text -> text.startsWith("Reset 4 done by terminal rejected"));
  }
}
