package minitaur.controller.learn.replay;

import java.util.Random;

/**
 * A stream of records of episodes of 1 to 30 steps, with falls, time limits, gaps, and truncated
 * episodes.
 */
final class RandomEpisodes {
  private final Random random;
  private final ReplayRecord record = new ReplayRecord();
  private int produced;
  private int step;
  private int length;
  private boolean terminates;
  private boolean cutOff;

  RandomEpisodes(long seed) {
    random = new Random(seed);
    beginEpisode();
  }

  /** Returns the next record with unique numbers; its reward is the number of records before it. */
  ReplayRecord next() {
    record.step = step;
    for (int i = 0; i < record.observation.length; i++) {
      record.observation[i] = random.nextFloat();
    }
    for (int i = 0; i < record.action.length; i++) {
      record.action[i] = random.nextFloat();
    }
    record.reward = produced++;
    record.power = 4 * random.nextInt(1024);
    if (step == length) {
      record.kind = ReplayRecord.Kind.FINAL_OBSERVATION;
    } else if (random.nextInt(12) == 0) {
      record.kind = ReplayRecord.Kind.GAP;
    } else if (step == length - 1 && terminates) {
      record.kind = ReplayRecord.Kind.TRANSITION_TERMINATED;
    } else {
      record.kind = ReplayRecord.Kind.TRANSITION;
    }
    step++;
    if (step > length || (cutOff && step == length)) {
      beginEpisode();
    }
    return record;
  }

  private void beginEpisode() {
    step = 0;
    length = 1 + random.nextInt(30);
    terminates = random.nextBoolean();
    cutOff = random.nextInt(10) == 0;
  }
}
