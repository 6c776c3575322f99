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
import minitaur.sim.board.FaultyLink;
import minitaur.sim.board.LineFaults;
import minitaur.sim.board.OperatorHand;
import minitaur.sim.board.PseudoTerminal;
import minitaur.sim.board.RealTimeBoard;

/** Runs an emulated board until the program is ended. */
public final class EmulateJob implements Job<EmulateRequest> {
  private static final long HAND_PATIENCE_NANOS = 1_000_000_000;

  private final PrintWriter out;

  /**
   * @param out hears the port's path
   */
  public EmulateJob(PrintWriter out) {
    this.out = out;
  }

  @Override
  public ExitCode run(EmulateRequest request) throws Exception {
    SimulationProfile profile =
        EmulatedBoard.withoutLatency(SimulationProfile.byName(request.profile()));
    CompletableFuture<ExitCode> end = new CompletableFuture<>();
    try (PseudoTerminal terminal = PseudoTerminal.open(request.alias())) {
      // Ctrl-C ends the process without coming back here.
      Thread removal = new Thread(terminal::close, "emulate-end");
      Runtime.getRuntime().addShutdownHook(removal);
      LineFaults faults = new LineFaults(request.drop(), request.insert(), request.flip(), 0, 0);
      EmulatedBoard board =
          new EmulatedBoard(
              new SimulatedRobot(profile, request.seed()),
              BoardCodecs.board(request.board()),
              new FaultyLink(terminal, faults, RandomStream.of(request.seed(), "emulate.line")),
              request.seed());
      OperatorHand hand = new OperatorHand(HAND_PATIENCE_NANOS);
      RealTimeBoard running =
          new RealTimeBoard(
              board,
              new SystemClock(),
              each -> {
                if (request.hand()) {
                  hand.accept(each);
                }
              },
              end::completeExceptionally);
      try {
        out.println(terminal.path());
        out.flush();
        return end.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the emulated board ended: " + e.getCause(), e);
      } finally {
        running.close();
      }
    }
  }
}
