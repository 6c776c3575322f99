package minitaur.controller.hardware;

import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import minitaur.controller.cli.EmulateRequest;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.rig.BoardCodecs;
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.FaultSchedule;
import minitaur.sim.board.FaultyLink;
import minitaur.sim.board.OperatorHand;
import minitaur.sim.board.PluggedTerminal;
import minitaur.sim.board.RealTimeBoard;
import minitaur.sim.board.SafetyWitness;

/** Runs an emulated board, and motion capture that sees its robot, until the program is ended. */
public final class EmulateJob implements Job<EmulateRequest> {
  private static final long HAND_PATIENCE_NANOS = 1_000_000_000;

  private final PrintWriter out;

  /**
   * @param out hears the port's path, then where motion-capture servers listen
   */
  public EmulateJob(PrintWriter out) {
    this.out = out;
  }

  @Override
  public ExitCode run(EmulateRequest request) throws Exception {
    SimulationProfile profile =
        MocapServers.profile(
            EmulatedBoard.withoutLatency(SimulationProfile.byName(request.profile())),
            request.mocap());
    CompletableFuture<ExitCode> end = new CompletableFuture<>();
    SafetyWitness witness = new SafetyWitness();
    try (PluggedTerminal terminal = new PluggedTerminal(request.alias());
        MocapServers mocap = MocapServers.open(request.mocap(), request.seed())) {
      // Ctrl-C ends the process without coming back here.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(terminal, witness), "emulate-end"));
      EmulatedBoard board =
          new EmulatedBoard(
              new SimulatedRobot(profile, request.seed()),
              BoardCodecs.board(request.board(), request.faults().protocolVersion()),
              new FaultyLink(
                  terminal,
                  request.faults().line(),
                  RandomStream.of(request.seed(), "emulate.line")),
              request.seed());
      FaultSchedule faults = new FaultSchedule(request.faults().schedule(), terminal);
      OperatorHand hand = new OperatorHand(HAND_PATIENCE_NANOS);
      RealTimeBoard running =
          new RealTimeBoard(
              board,
              new SystemClock(),
              each -> {
                if (request.hand()) {
                  hand.accept(each);
                }
                faults.accept(each);
                mocap.see(each);
                witness.accept(each);
              },
              end::completeExceptionally);
      try {
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

  private void end(PluggedTerminal terminal, SafetyWitness witness) {
    terminal.close();
    out.println(witness.describe());
    out.flush();
  }
}
