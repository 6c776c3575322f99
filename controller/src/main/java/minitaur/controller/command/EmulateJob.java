package minitaur.controller.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import minitaur.calibration.CalibrationFile;
import minitaur.controller.config.RobotConfig;
import minitaur.controller.console.terminal.FollowedFile;
import minitaur.controller.robot.BoardCodecs;
import minitaur.controller.verify.UnknownRobot;
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;
import minitaur.sim.CarefulHand;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.FaultSchedule;
import minitaur.sim.board.FaultyLink;
import minitaur.sim.board.HandOrder;
import minitaur.sim.board.OperatorHand;
import minitaur.sim.board.PluggedTerminal;
import minitaur.sim.board.RealTimeBoard;
import minitaur.sim.board.SafetyWitness;
import minitaur.sim.board.Technician;
import org.jspecify.annotations.Nullable;

/** Runs an emulated board, and motion capture that sees its robot, until the program is ended. */
public final class EmulateJob implements Job<EmulateRequest> {
  private static final long HAND_PATIENCE_NANOS = 1_000_000_000;

  private static final double MOVE_SECONDS = 1;
  private static final String ORDERS = "hand-orders";

  private final InputStream in;
  private final PrintWriter out;

  /**
   * @param in where orders for the hands may be typed
   * @param out hears the port's path, then where motion-capture servers listen
   */
  public EmulateJob(InputStream in, PrintWriter out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public ExitCode run(EmulateRequest request) throws Exception {
    SimulatedRobot robot = robot(request);
    CompletableFuture<ExitCode> end = new CompletableFuture<>();
    SafetyWitness witness = new SafetyWitness();
    try (PluggedTerminal terminal = new PluggedTerminal(request.alias());
        MocapServers mocap = MocapServers.open(request.mocap(), request.seed())) {
      // Ctrl-C ends the process without coming back here.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(terminal, witness), "emulate-end"));
      EmulatedBoard board = board(request, robot, terminal);
      FaultSchedule faults = new FaultSchedule(request.faults().schedule(), terminal);
      Technician technician =
          new Technician(
              new OperatorHand(HAND_PATIENCE_NANOS),
              request.hand().resets(),
              new CarefulHand(robot, MOVE_SECONDS, request.seed()));
      RealTimeBoard running =
          new RealTimeBoard(
              board,
              new SystemClock(),
              each -> {
                technician.accept(each);
                faults.accept(each);
                mocap.see(each);
                witness.accept(each);
              },
              end::completeExceptionally);
      try {
        listen(request.hand().orders(), technician);
        out.println(terminal.path());
        mocap.describe().forEach(out::println);
        out.flush();
        return end.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the emulated board ended: " + e.getCause(), e);
      } finally {
        running.close();
      }
    }
  }

  private static EmulatedBoard board(
      EmulateRequest request, SimulatedRobot robot, PluggedTerminal terminal) {
    return new EmulatedBoard(
        robot,
        BoardCodecs.board(request.board(), request.faults().protocolVersion()),
        new FaultyLink(
            terminal, request.faults().line(), RandomStream.of(request.seed(), "emulate.line")),
        request.seed());
  }

  private static SimulatedRobot robot(EmulateRequest request) throws IOException {
    Long peculiar = request.peculiar();
    if (peculiar == null) {
      return new SimulatedRobot(
          MocapServers.profile(
              EmulatedBoard.withoutLatency(SimulationProfile.byName(request.profile())),
              request.mocap()),
          request.seed());
    }
    UnknownRobot robot =
        UnknownRobot.behindBoard(
            peculiar, profile -> MocapServers.profile(profile, request.mocap()));
    if (request.truth() != null) {
      CalibrationFile.write(
          request.truth(), robot.truth(RobotConfig.defaults().name(), /* date= */ ""));
    }
    return robot.robot();
  }

  /** For as long as the process lives. */
  @SuppressWarnings("resource") // See above.
  private void listen(@Nullable Path orders, Technician technician) throws IOException {
    if (orders == null) {
      return;
    }
    Consumer<String> obey = line -> obey(line, technician);
    if (!orders.equals(HandChoice.TYPED)) {
      new FollowedFile(orders, ORDERS, obey);
      return;
    }
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
    Thread reader =
        new Thread(() -> lines.lines().filter(line -> !line.isBlank()).forEach(obey), ORDERS);
    reader.setDaemon(true);
    reader.start();
  }

  private void obey(String line, Technician technician) {
    try {
      // Said by another thread than the board's, which must not wait for who reads it.
      CompletableFuture<?> unused =
          technician.order(HandOrder.parse(line)).thenRunAsync(() -> say("hand: " + line.strip()));
    } catch (IllegalArgumentException e) {
      say("hand: " + e.getMessage());
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private void end(PluggedTerminal terminal, SafetyWitness witness) {
    terminal.close();
    out.println(witness.describe());
    out.flush();
  }
}
