package minitaur.sim.mocap;

import java.util.List;
import java.util.Locale;
import minitaur.hal.mocap.wire.NatNetDecoder;
import minitaur.hal.mocap.wire.QtmDecoder;
import minitaur.hal.mocap.wire.VrpnDecoder;

/** Prints how many poses a second each decoder reads on this computer. Not a test. */
public final class DecodingSpeed {
  private static final int WARM_UP = 200_000;
  private static final int POSES = 1_000_000;

  /** Reads one message with one body. */
  private interface Read {
    void message();
  }

  private DecodingSpeed() {}

  /** Measures the three of them. */
  public static void main(String[] arguments) {
    List<EmulatedBody> one = Bodies.two(1, true).subList(0, 1);

    Bodies bodies = new Bodies();
    bodies.keepsLines = false;
    VrpnDecoder vrpn = new VrpnDecoder(bodies);
    for (byte[] bytes :
        List.of(
            VrpnEncoder.cookie("07.35"),
            VrpnEncoder.type(1, VrpnDecoder.POSE_TYPE),
            VrpnEncoder.sender(1, "Minitaur"))) {
      vrpn.feed(bytes, 0, bytes.length);
    }
    byte[] vrpnPose = VrpnEncoder.pose(1, 1, 0, 1, one.get(0).pose);
    print("VRPN", bodies, () -> vrpn.feed(vrpnPose, 0, vrpnPose.length));

    QtmDecoder qtm = new QtmDecoder(bodies);
    byte[] qtmFrame = QtmEncoder.frame(1, 1, one);
    print("QTM", bodies, () -> qtm.feed(qtmFrame, 0, qtmFrame.length));

    NatNetEncoder encoder = new NatNetEncoder(3, 1, 1_000_000);
    NatNetDecoder natNet = new NatNetDecoder(bodies);
    byte[] info = encoder.serverInfo(1511, false, "0.0.0.0");
    natNet.packet(info, 0, info.length);
    byte[] natNetFrame = encoder.frame(1, 1, one, false);
    print("NatNet", bodies, () -> natNet.packet(natNetFrame, 0, natNetFrame.length));
  }

  private static void print(String name, Bodies bodies, Read read) {
    for (int i = 0; i < WARM_UP; i++) {
      read.message();
    }
    int before = bodies.samples;
    long start = System.nanoTime();
    for (int i = 0; i < POSES; i++) {
      read.message();
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    System.out.printf(
        Locale.ROOT, "%-6s %,12.0f poses/s%n", name, (bodies.samples - before) / seconds);
  }
}
