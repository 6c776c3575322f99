package minitaur.hal.mocap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoseQueueTest {
  private final PoseQueue queue = new PoseQueue(2);
  private final Pose pose = new Pose();

  private boolean add(long timeNanos) {
    pose.timeNanos = timeNanos;
    return queue.add(pose);
  }

  @Test
  void reportsReplacedPose() {
    assertThat(add(1)).isTrue();
    assertThat(add(2)).isTrue();
    assertThat(add(3)).as("room for a third pose").isFalse();
    assertThat(queue.poll(pose)).isTrue();
    assertThat(pose.timeNanos).isEqualTo(2);
    assertThat(add(4)).isTrue();
    assertThat(queue.poll(pose)).isTrue();
    assertThat(pose.timeNanos).isEqualTo(3);
    queue.clear();
    assertThat(queue.poll(pose)).isFalse();
  }
}
