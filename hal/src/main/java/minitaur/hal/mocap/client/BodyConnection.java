package minitaur.hal.mocap.client;

import minitaur.hal.mocap.wire.BodyListener;
import minitaur.hal.mocap.wire.BodySample;

/** A connection that passes the decoded data of bodies on to a {@link PoseReceiver}. */
abstract class BodyConnection implements MocapConnection, BodyListener {
  final MocapConfig config;
  final PoseReceiver poseReceiver;

  BodyConnection(MocapConfig config, PoseReceiver poseReceiver) {
    this.config = config;
    this.poseReceiver = poseReceiver;
  }

  @Override
  public void onBody(int id, String name) {
    poseReceiver.onBody(id, name);
  }

  @Override
  public void onBodiesCleared() {
    poseReceiver.onBodiesCleared();
  }

  @Override
  public void onSample(BodySample sample) {
    poseReceiver.onSample(sample);
  }

  @Override
  public void onMalformed() {
    poseReceiver.onMalformed();
  }
}
