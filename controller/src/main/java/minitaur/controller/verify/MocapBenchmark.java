package minitaur.controller.verify;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.hal.random.RandomStream;
import minitaur.sim.mocap.EmulatedBody;
import minitaur.sim.mocap.EmulatedMocapServer;
import minitaur.sim.mocap.EmulatedNatNetServer;
import minitaur.sim.mocap.EmulatedQtmServer;
import minitaur.sim.mocap.EmulatedVrpnServer;

/**
 * Measures motion capture: velocity error, decoder speed and robustness, and recovery after a
 * server restart.
 */
final class MocapBenchmark {
  private static final double DROP_OUT_SHARE = 0.05;
  private static final int DAMAGED_PACKETS = 1_000_000;
  private static final int BATCH = 1000;
  private static final String BODY = "Minitaur";
  private static final long FRAME_NANOS = 8_333_333;
  private static final long DOWNTIME_NANOS = 700_000_000;
  private static final long TIMEOUT_NANOS = 20_000_000_000L;

  private final Clock clock = new SystemClock();
  private final double seconds;
  private final ResultList results = new ResultList();

  /**
   * @param seconds duration of each speed measurement, after a warm-up of half of it
   */
  MocapBenchmark(double seconds) {
    this.seconds = seconds;
  }

  /**
   * Runs the measurement.
   *
   * @throws IOException when no port is available, or no poses arrive
   */
  List<Result> run() throws IOException {
    measureVelocity();
    for (MocapSource source : MocapSource.values()) {
      measureDecoder(source);
    }
    for (MocapSource source : MocapSource.values()) {
      String name = source.title() + ", first pose after a server restart";
      results.atMost(2, name, restartSeconds(source), "s");
    }
    return results.list();
  }

  /** Measures the velocity error over a ten-second trot, tracked at 120 Hz with 0.1 mm of noise. */
  private void measureVelocity() {
    TrotPoses trot = new TrotPoses();
    TrotPoses.VelocityError all = trot.velocityError(0, RandomStream.of(3, "drop-outs"));
    TrotPoses.VelocityError lossy =
        trot.velocityError(DROP_OUT_SHARE, RandomStream.of(3, "drop-outs"));
    addVelocity(30, "velocity, RMS error", all.rms());
    addVelocity(1, "velocity, bias", Math.abs(all.bias()));
    addVelocity(35, "velocity with 5 % lost frames, RMS error", lossy.rms());
    addVelocity(1, "velocity with 5 % lost frames, bias", Math.abs(lossy.bias()));
    double distance = Math.abs(trot.distanceError()) * 1e3;
    results.atMost(2, "rewarded velocity integrated, distance error", distance, "mm");
  }

  private void addVelocity(double max, String name, double metresPerSecond) {
    results.atMost(max, name, metresPerSecond * 1e3, "mm/s");
  }

  private void measureDecoder(MocapSource source) {
    DecoderTrial trial = DecoderTrial.of(source);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Rate.perSecond(seconds / 2, () -> readBatch(trial));
    long posesBefore = trial.poses();
    long bytesBefore = threads.getCurrentThreadAllocatedBytes();
    double posesPerSecond = BATCH * Rate.perSecond(seconds, () -> readBatch(trial));
    double bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
    long poses = trial.poses() - posesBefore;
    DecoderTrial damaged = DecoderTrial.of(source);
    damaged.readDamaged(DAMAGED_PACKETS, RandomStream.of(1, "fuzz"));
    String name = source.title() + " decoder, ";
    results.atLeast(100_000, name + "speed", posesPerSecond, "poses/s");
    results.atMost(0.001, name + "allocation per pose", bytes / poses, "bytes");
    results.info(name + "damaged packets without exception", DAMAGED_PACKETS, "");
    int decodes = damaged.decodesAfterReconnect() ? 1 : 0;
    results.atLeast(1, name + "decodes after damaged packets (1: yes)", decodes, "");
  }

  private static void readBatch(DecoderTrial trial) {
    for (int i = 0; i < BATCH; i++) {
      trial.readFrame();
    }
  }

  /**
   * Measures the time to the first pose after a restart of the server on the same port with other
   * ids.
   */
  private double restartSeconds(MocapSource source) throws IOException {
    int port = LoopbackPort.free();
    Pose pose = new Pose();
    try (MocapClient client =
        new MocapClient(MocapConfig.of(source, "127.0.0.1", port, BODY), clock)) {
      try (EmulatedMocapServer first = server(source, port, 10)) {
        publishUntilPose(first, client, pose);
      }
      clock.waitUntil(clock.nanos() + DOWNTIME_NANOS);
      while (client.poll(pose)) {
        // Discards poses from before the restart.
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
      if (clock.nanos() - start > TIMEOUT_NANOS) {
        throw new IOException("no poses arrived: " + client.status().message());
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
}
