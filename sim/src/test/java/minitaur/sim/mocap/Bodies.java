package minitaur.sim.mocap;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.mocap.wire.BodySample;
import minitaur.hal.mocap.wire.NatNetListener;
import minitaur.hal.mocap.wire.NatNetServer;
import minitaur.hal.mocap.wire.QtmListener;

/** Keeps what decoders say. */
final class Bodies implements NatNetListener, QtmListener {
  final List<String> lines = new ArrayList<>();
  final BodySample last = new BodySample();
  int samples;

  /** Whether to keep more than the last sample. */
  boolean keepsLines = true;

  /** Bodies at the places that the index says, of which the second may be hidden. */
  static List<EmulatedBody> two(double x, boolean secondTracked) {
    EmulatedBody one = new EmulatedBody("Minitaur");
    one.pose.xMetres = x;
    one.pose.yMetres = -0.25;
    one.pose.zMetres = 0.5;
    one.pose.qw = 0.5;
    one.pose.qx = 0.5;
    one.pose.qy = -0.5;
    one.pose.qz = 0.5;
    EmulatedBody other = new EmulatedBody("Box & lid");
    other.tracked = secondTracked;
    return List.of(one, other);
  }

  @Override
  public void body(int id, String name) {
    add("body " + id + " " + name);
  }

  @Override
  public void forgetBodies() {
    add("forget");
  }

  @Override
  public void sample(BodySample sample) {
    last.set(sample);
    samples++;
    if (keepsLines) {
      add(
          "sample %d %d %d %s %.3f"
              .formatted(
                  sample.body,
                  sample.frame,
                  sample.serverNanos,
                  sample.tracked,
                  sample.tracked ? sample.xMetres : 0));
    }
  }

  @Override
  public void server(NatNetServer server) {
    add("server " + server);
  }

  @Override
  public void echo(long stamp, long serverNanos) {
    add("echo " + stamp + " " + serverNanos);
  }

  @Override
  public void modelChanged() {
    add("model changed");
  }

  @Override
  public void modelRead(int bodies) {}

  @Override
  public void answer(String text) {
    add("answer " + text);
  }

  @Override
  public void refusal(String text) {
    add("refusal " + text);
  }

  @Override
  public void namesChanged() {
    add("names changed");
  }

  private void add(String line) {
    if (keepsLines) {
      lines.add(line);
    }
  }
}
