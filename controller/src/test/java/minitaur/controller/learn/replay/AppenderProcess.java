package minitaur.controller.learn.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A process that appends records until it is killed, and periodically reports its progress. */
final class AppenderProcess {
  static final int CAPACITY = 2000;

  private AppenderProcess() {}

  /** Fills record {@code index}, all numbers of which identify it. Episodes have 100 steps. */
  static void fill(ReplayRecord record, long index) {
    record.step = (int) (index % 101);
    record.kind =
        record.step == 100 ? ReplayRecord.Kind.FINAL_OBSERVATION : ReplayRecord.Kind.TRANSITION;
    Arrays.fill(record.observation, (float) (index % 1_000_003));
    Arrays.fill(record.action, (float) (index % 1_000_003));
    record.reward = (float) (index % 1_000_003);
  }

  public static void main(String[] arguments) throws IOException {
    ReplayRecord record = new ReplayRecord();
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(Path.of(arguments[0]), CAPACITY)) {
      while (true) {
        fill(record, replay.head());
        replay.append(record);
        if (replay.head() % 500 == 0) {
          System.out.println(replay.head());
        }
      }
    }
  }
}
