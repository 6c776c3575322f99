package minitaur.controller.verify;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import minitaur.hal.Clock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.hal.random.RandomStream;
import minitaur.sim.mocap.DecoderTrial;
import minitaur.sim.mocap.EmulatedBody;
import minitaur.sim.mocap.EmulatedMocapServer;
import minitaur.sim.mocap.EmulatedNatNetServer;
import minitaur.sim.mocap.EmulatedQtmServer;
import minitaur.sim.mocap.EmulatedVrpnServer;
import minitaur.sim.mocap.TrotPoses;

/** How good motion capture is here: its velocity, its decoders, its recovery. */
public final class MocapBenchmark {
  private static final double DROP_OUT_SHARE = 0.05;
  private static final int DAMAGED_PACKETS = 1_000_000;
  private static final int BATCH = 1000;
  private static final String BODY = "Minitaur";
  private static final long FRAME_NANOS = 8_333_333;
  private static final long DOWN_NANOS = 700_000_000;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Clock clock;

  /**
   * @param clock the machine's
   */
  public MocapBenchmark(Clock clock) {
    this.clock = clock;
  }

  /**
   * Errors against the simulator's truth over a trot, seen at 120 Hz with 0.1 mm of noise.
   *
   * @param rms of the filtered velocity, m/s
   * @param bias of the filtered velocity, m/s
   * @param rmsWithDropOuts the same with 5 % of the frames lost
   * @param biasWithDropOuts the same with 5 % of the frames lost
   * @param wayMetres sum of the reward's velocities times their steps, less the true way
   */
  public record Velocity(
      double rms, double bias, double rmsWithDropOuts, double biasWithDropOuts, double wayMetres) {}

  /**
   * What a decoder does.
   *
   * @param posesPerSecond one thread
   * @param bytesPerPose allocated in steady state
   * @param damagedPackets read without an exception
   * @param readsOn whether a whole message was read after them
   */
  public record Decoding(
      double posesPerSecond, double bytesPerPose, int damagedPackets, boolean readsOn) {}

  /** Measures the velocity. */
  public Velocity velocity() {
    TrotPoses trot = new TrotPoses(TrotPoses.CAMERAS);
    TrotPoses.VelocityError all = trot.velocityError(0, RandomStream.of(3, "drop-outs"));
    TrotPoses.VelocityError lossy =
        trot.velocityError(DROP_OUT_SHARE, RandomStream.of(3, "drop-outs"));
    return new Velocity(all.rms(), all.bias(), lossy.rms(), lossy.bias(), trot.wayError());
  }

  /**
   * Measures a decoder.
   *
   * @param seconds how long its speed is measured, after a warm-up of half as long
   */
  public Decoding decoding(MocapSource source, double seconds) {
    DecoderTrial trial = DecoderTrial.of(source);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    read(trial, seconds / 2);
    long posesBefore = trial.poses();
    long bytesBefore = threads.getCurrentThreadAllocatedBytes();
    long start = clock.nanos();
    read(trial, seconds);
    double took = (clock.nanos() - start) * 1e-9;
    long bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
    long poses = trial.poses() - posesBefore;

    DecoderTrial damaged = DecoderTrial.of(source);
    damaged.readDamaged(DAMAGED_PACKETS, RandomStream.of(1, "fuzz"));
    return new Decoding(poses / took, (double) bytes / poses, DAMAGED_PACKETS, damaged.readsOn());
  }

  private void read(DecoderTrial trial, double seconds) {
    long end = clock.nanos() + (long) (seconds * 1e9);
    while (clock.nanos() < end) {
      for (int i = 0; i < BATCH; i++) {
        trial.readFrame();
      }
    }
  }

  /**
   * How long after a server's restart, on the same port and with other ids, there are poses again,
   * s.
   *
   * @throws IOException when no port can be had, or no poses came for a long time
   */
  public double restartSeconds(MocapSource source) throws IOException {
    int port = freePort();
    Pose pose = new Pose();
    try (MocapClient client =
        new MocapClient(MocapConfig.of(source, "127.0.0.1", port, BODY), clock)) {
      try (EmulatedMocapServer first = server(source, port, 10)) {
        publishUntilPose(first, client, pose);
      }
      clock.waitUntil(clock.nanos() + DOWN_NANOS);
      while (client.poll(pose)) {
        // What came before it was killed.
      }
      try (EmulatedMocapServer second = server(source, port, 200)) {
        long start = clock.nanos();
        publishUntilPose(second, client, pose);
        return (clock.nanos() - start) * 1e-9;
      }
    }
  }

  private void publishUntilPose(EmulatedMocapServer server, MocapClient client, Pose pose)
      throws IOException {
    EmulatedBody body = new EmulatedBody(BODY);
    long start = clock.nanos();
    for (long frame = 1; !client.poll(pose); frame++) {
      if (clock.nanos() - start > PATIENCE_NANOS) {
        throw new IOException("no poses came: " + client.status().message());
      }
      body.pose.xMetres = 1e-6 * frame;
      server.publish(frame, clock.nanos(), List.of(body));
      clock.waitUntil(start + frame * FRAME_NANOS);
    }
  }

  private static EmulatedMocapServer server(MocapSource source, int port, int firstId)
      throws IOException {
    return switch (source) {
      case VRPN -> new EmulatedVrpnServer(port, List.of(BODY), firstId);
      case NATNET -> new EmulatedNatNetServer(port, List.of(BODY), 4, 1, null);
      case QTM -> new EmulatedQtmServer(port, List.of(BODY));
    };
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
