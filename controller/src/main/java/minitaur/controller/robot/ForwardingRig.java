package minitaur.controller.robot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;
import org.jspecify.annotations.Nullable;

/** Another rig, but for what a subclass does differently. */
public abstract class ForwardingRig implements Rig {
  /** Does everything that is not overridden. */
  protected final Rig rig;

  /**
   * @param rig closed with this one
   */
  protected ForwardingRig(Rig rig) {
    this.rig = rig;
  }

  @Override
  public Robot robot() {
    return rig.robot();
  }

  @Override
  public Clock clock() {
    return rig.clock();
  }

  @Override
  public PoseSource poses() {
    return rig.poses();
  }

  @Override
  public Tracker tracker() {
    return rig.tracker();
  }

  @Override
  public void placeAtStart() {
    rig.placeAtStart();
  }

  @Override
  public boolean isPlacedByProgram() {
    return rig.isPlacedByProgram();
  }

  @Override
  public void arm() {
    rig.arm();
  }

  @Override
  public boolean isArmed() {
    return rig.isArmed();
  }

  @Override
  public void disarm() {
    rig.disarm();
  }

  @Override
  public String status() {
    return rig.status();
  }

  @Override
  public @Nullable LoopTiming positionLoop() {
    return rig.positionLoop();
  }

  @Override
  public void note(String line) {
    rig.note(line);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    rig.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    rig.restore(in);
  }

  @Override
  public void close() {
    rig.close();
  }
}
