package minitaur.controller.robot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import minitaur.controller.episode.Ground;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;
import org.jspecify.annotations.Nullable;

/** Delegates to another session; subclasses override individual methods. */
public abstract class ForwardingSession implements RobotSession {
  /** The delegate. */
  protected final RobotSession session;

  /**
   * @param session closed with this one
   */
  protected ForwardingSession(RobotSession session) {
    this.session = session;
  }

  @Override
  public Robot robot() {
    return session.robot();
  }

  @Override
  public Clock clock() {
    return session.clock();
  }

  @Override
  public Ground ground() {
    return session.ground();
  }

  @Override
  public PoseSource poses() {
    return session.poses();
  }

  @Override
  public Tracker tracker() {
    return session.tracker();
  }

  @Override
  public void placeAtStart() {
    session.placeAtStart();
  }

  @Override
  public boolean isPlacedByProgram() {
    return session.isPlacedByProgram();
  }

  @Override
  public ArmPermit issuePermit() {
    return session.issuePermit();
  }

  @Override
  public void arm(ArmPermit permit) {
    session.arm(permit);
  }

  @Override
  public boolean isArmed() {
    return session.isArmed();
  }

  @Override
  public void disarm() {
    session.disarm();
  }

  @Override
  public String status() {
    return session.status();
  }

  @Override
  public String tracking() {
    return session.tracking();
  }

  @Override
  public List<String> trackingWarnings() {
    return session.trackingWarnings();
  }

  @Override
  public @Nullable LoopTiming positionLoop() {
    return session.positionLoop();
  }

  @Override
  public void note(String line) {
    session.note(line);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    session.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    session.restore(in);
  }

  @Override
  public void close() {
    session.close();
  }
}
