package minitaur.controller.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.Robot;
import minitaur.hal.SystemClock;
import minitaur.hal.log.RecordingRobot;
import minitaur.hal.log.RobotIoLogWriter;

/** A simulated robot whose robot interface is recorded like a real robot's. */
public final class RecordedSimulation extends ForwardingSession {
  private final RecordingRobot recording;

  private RecordedSimulation(SimulatedSession session, RecordingRobot recording) {
    super(session);
    this.recording = recording;
  }

  /**
   * Opens a session.
   *
   * @param log file to write; must be new
   */
  public static RecordedSimulation open(ControllerConfig config, Path log) throws IOException {
    SimulatedSession simulated = new SimulatedSession(config.hardware(), config.task(), 0, false);
    return new RecordedSimulation(
        simulated,
        new RecordingRobot(
            simulated.robot(),
            simulated.clock(),
            new RobotIoLogWriter(log),
            new SystemClock(),
            e -> {
              throw new UncheckedIOException(e);
            }));
  }

  @Override
  public Robot robot() {
    return recording;
  }

  @Override
  public void note(String line) {
    recording.note(line);
  }

  @Override
  public void close() {
    recording.close();
    super.close();
  }
}
