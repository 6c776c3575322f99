package minitaur.controller.robot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import minitaur.controller.episode.Ground;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;
import org.jspecify.annotations.Nullable;

/** Delegates to another session; subclasses override individual methods. */
public abstract class ForwardingSession implements RobotSession {
  /** The delegate. */
  protected final RobotSession delegate;

  /**
   * @param delegate closed with this one
   */
  protected ForwardingSession(RobotSession delegate) {
    this.delegate = delegate;
  }

  @Override
  public Robot robot() {
    return delegate.robot();
  }

  @Override
  public Clock clock() {
    return delegate.clock();
  }

  @Override
  public Ground ground() {
    return delegate.ground();
  }

  @Override
  public PoseSource poses() {
    return delegate.poses();
  }

  @Override
  public Tracker tracker() {
    return delegate.tracker();
  }

  @Override
  public void resetRobot() {
    delegate.resetRobot();
  }

  @Override
  public boolean isResetByProgram() {
    return delegate.isResetByProgram();
  }

  @Override
  public ArmPermit issuePermit() {
    return delegate.issuePermit();
  }

  @Override
  public void arm(ArmPermit permit) {
    delegate.arm(permit);
  }

  @Override
  public boolean isArmed() {
    return delegate.isArmed();
  }

  @Override
  public void disarm() {
    delegate.disarm();
  }

  @Override
  public String status() {
    return delegate.status();
  }

  @Override
  public String mocapStatus() {
    return delegate.mocapStatus();
  }

  @Override
  public List<String> mocapWarnings() {
    return delegate.mocapWarnings();
  }

  @Override
  public @Nullable LatencyHistogram positionLoopLatency() {
    return delegate.positionLoopLatency();
  }

  @Override
  public void note(String line) {
    delegate.note(line);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    delegate.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    delegate.restore(in);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
