package minitaur.hal.mocap;

/** Reason why a sample of the robot's rigid body was not used as a pose, with text and remedy. */
public enum DropReason {
  NOT_TRACKED(
      "not tracked by the server",
      "move the body into the cameras' view, and check that its markers are not covered"),
  FROZEN(
      "identical to the previous pose, which is how servers without a validity flag report a lost"
          + " body",
      "move the body into the cameras' view, and check that its markers are not covered"),
  INVALID(
      "without a finite position or a valid rotation",
      "check the definition of the rigid body in the server's software"),
  IMPLAUSIBLE(
      "outside the plausible range",
      "set the server's unit to meters, and check which axis points up (mocap.up)"),
  /** The frame, or the same pose with the same time stamp, has arrived before. */
  DUPLICATE(
      "duplicates of an earlier frame",
      "make the server send each frame once: one streaming output, one network interface"),
  OUT_OF_ORDER(
      "older than the previous sample",
      "connect by cable, and use one network path between server and this computer"),
  SAME_TIME(
      "different poses with the same time stamp", "update the server or its clock; see the docs"),
  CLOCK_UNKNOWN(
      "received before the offset of the server's clock was known", "wait; it takes 16 samples"),
  OVERFLOW("overwritten before the control loop read them", "the control loop stalled"),
  OUTLIER(
      "too far from the predicted position or rotation",
      "check for reflections and for symmetric markers, or adjust mocap.tracking to the noise"),
  /** Withheld after a jump or a gap, so that the discontinuity is not mistaken for motion. */
  AFTER_JUMP("withheld after a jump or a gap", "none needed; see the cause of the jump"),
  BEFORE_START("captured before the robot was placed", "none needed"),
  OTHER_SENDER(
      "packets from another computer than the configured server",
      "set mocap.host to the computer that sends the frames, or stop the other server"),
  /** A packet or message that violates the protocol. */
  MALFORMED("malformed packets", "check cable, switch and the server's version");

  private final String text;
  private final String remedy;

  DropReason(String text, String remedy) {
    this.text = text;
    this.remedy = remedy;
  }

  /** Completes "12 samples are ...". */
  public String text() {
    return text;
  }

  /** Remedy for the operator. */
  public String remedy() {
    return remedy;
  }

  /** Whether the reason applies to a sample of the body rather than to a packet. */
  public boolean isSample() {
    return this != OTHER_SENDER && this != MALFORMED;
  }

  /** Whether such drops are part of regular operation. */
  public boolean isRegular() {
    return this == CLOCK_UNKNOWN || this == AFTER_JUMP || this == BEFORE_START;
  }
}
