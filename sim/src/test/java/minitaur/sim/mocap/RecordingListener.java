package minitaur.sim.mocap;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.mocap.wire.BodySample;
import minitaur.hal.mocap.wire.NatNetListener;
import minitaur.hal.mocap.wire.NatNetServer;
import minitaur.hal.mocap.wire.QtmListener;

/** Records the callbacks of the decoders. */
final class RecordingListener implements NatNetListener, QtmListener {
  final List<String> lines = new ArrayList<>();
  final BodySample lastSample = new BodySample();
  int sampleCount;
  int malformed;

  /** Whether lines are recorded; otherwise only the last sample. */
  boolean recordsLines = true;

  /** Two bodies at known positions, of which the second may be untracked. */
  static List<EmulatedBody> twoBodies(double x, boolean secondTracked) {
    EmulatedBody robot = new EmulatedBody("Minitaur");
    robot.pose.xMetres = x;
    robot.pose.yMetres = -0.25;
    robot.pose.zMetres = 0.5;
    robot.pose.qw = 0.5;
    robot.pose.qx = 0.5;
    robot.pose.qy = -0.5;
    robot.pose.qz = 0.5;
    EmulatedBody box = new EmulatedBody("Box & lid");
    box.tracked = secondTracked;
    return List.of(robot, box);
  }

  @Override
  public void onBody(int id, String name) {
    add("body " + id + " " + name);
  }

  @Override
  public void onBodiesCleared() {
    add("bodies cleared");
  }

  @Override
  public void onSample(BodySample sample) {
    lastSample.set(sample);
    sampleCount++;
    if (recordsLines) {
      add(
          "sample %d %d %d %s %.3f"
              .formatted(
                  sample.body,
                  sample.frame,
                  sample.pose.timeNanos,
                  sample.tracked,
                  sample.tracked ? sample.pose.xMetres : 0));
    }
  }

  @Override
  public void onMalformed() {
    malformed++;
  }

  @Override
  public void onServer(NatNetServer server) {
    add("server " + server);
  }

  @Override
  public void onEcho(long stamp, long serverNanos) {
    add("echo " + stamp + " " + serverNanos);
  }

  @Override
  public void onModelChanged() {
    add("model changed");
  }

  @Override
  public void onModelRead(int bodies) {}

  @Override
  public void onResponse(String text) {
    add("response " + text);
  }

  @Override
  public void onError(String text) {
    add("error " + text);
  }

  @Override
  public void onNamesChanged() {
    add("names changed");
  }

  private void add(String line) {
    if (recordsLines) {
      lines.add(line);
    }
  }
}
