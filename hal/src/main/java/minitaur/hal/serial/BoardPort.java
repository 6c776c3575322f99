package minitaur.hal.serial;

import java.util.concurrent.atomic.AtomicLong;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import org.jspecify.annotations.Nullable;

/**
 * Manages the port of a board: opens it, reopens it by the same name after a loss, receives
 * samples, sends commands and counts losses. A port that accepts no bytes is also treated as lost.
 * Other threads may read only {@link #problem} and the counts.
 */
final class BoardPort {
  private static final long REOPEN_NANOS = 500_000_000;

  /** Time without a frame after which a diagnosis is reported. */
  private static final long DIAGNOSIS_NANOS = 1_000_000_000;

  /** A command that is not echoed within this time is treated as lost. */
  private static final long ECHO_TIMEOUT_NANOS = 100_000_000;

  private final SerialPortSource source;
  private final BoardCodec codec;
  private final long frameTimeoutNanos;
  private final int baudRate;
  private final byte[] receiveBuffer = new byte[4096];
  private final byte[] sendBuffer;
  private final BoardSample sample = new BoardSample();

  private final AtomicLong samples = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong damaged = new AtomicLong();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong unsent = new AtomicLong();
  private final LatencyHistogram roundTrip = new LatencyHistogram();
  private volatile String problem;

  private @Nullable SerialLink link;
  private long nextOpenNanos = Long.MIN_VALUE;
  private long openedNanos;
  private long lastFrameNanos = Long.MIN_VALUE;
  private long nextCommandNanos = Long.MIN_VALUE;
  private long lastWriteNanos;
  private BoardCommand.Mode sentMode = BoardCommand.Mode.OFF;
  private long bytesSinceFrame;
  private boolean diagnosed;
  private boolean hasSequence;
  private int previousSequence;
  private int measuredSequence = -1;
  private long measuredSentNanos;

  BoardPort(SerialPortSource source, BoardCodec codec, int baudRate, long frameTimeoutNanos) {
    this.source = source;
    this.codec = codec;
    this.baudRate = baudRate;
    this.frameTimeoutNanos = frameTimeoutNanos;
    sendBuffer = new byte[codec.traits().maxCommandBytes()];
    problem = source.name() + " has not been opened yet";
  }

  /**
   * Receives arrived data; opens the port first if necessary.
   *
   * @return whether a sample has arrived; {@link #sample} is then the newest one
   */
  boolean receive(long now) {
    SerialLink openLink = link == null ? tryOpen(now) : link;
    if (openLink == null) {
      return false;
    }
    boolean hasNewSample = false;
    try {
      int count;
      do {
        count = openLink.read(receiveBuffer);
        for (int i = 0; i < count; i++) {
          if (codec.accept(receiveBuffer[i], sample)) {
            countSample(now);
            hasNewSample = true;
          }
        }
        bytesSinceFrame = hasNewSample ? 0 : bytesSinceFrame + count;
      } while (count == receiveBuffer.length);
    } catch (SerialLinkException e) {
      handleLoss(e, now);
      return false;
    }
    damaged.lazySet(codec.damaged());
    if (hasNewSample) {
      lastFrameNanos = now;
      if (diagnosed) {
        diagnosed = false;
        problem = "";
      }
    } else if (!diagnosed && now - Math.max(lastFrameNanos, openedNanos) > DIAGNOSIS_NANOS) {
      diagnosed = true;
      problem = diagnosis();
    }
    return hasNewSample;
  }

  /**
   * Sends a command, unless the board's command period has not elapsed or the port has no room. A
   * port without room for longer than the frame timeout is treated as lost.
   */
  void send(BoardCommand command, long now) {
    SerialLink openLink = link;
    // Switching off ignores the command period.
    boolean urgent = command.mode == BoardCommand.Mode.OFF && sentMode != BoardCommand.Mode.OFF;
    if (openLink == null || (now < nextCommandNanos && !urgent)) {
      return;
    }
    nextCommandNanos = now + codec.traits().commandPeriodNanos();
    try {
      if (openLink.write(sendBuffer, codec.encode(command, sendBuffer))) {
        startRoundTrip(now);
        lastWriteNanos = now;
        sentMode = command.mode;
      } else {
        unsent.lazySet(unsent.get() + 1);
        if (now - lastWriteNanos > frameTimeoutNanos) {
          throw new SerialLinkException(
              SerialLinkException.Kind.LOST,
              "%s accepts no bytes; the board or its USB adapter does not respond; power-cycle it"
                  .formatted(source.name()));
        }
      }
    } catch (SerialLinkException e) {
      handleLoss(e, now);
    }
  }

  /** Whether the newest command that was sent switches the motors off, or none was sent. */
  boolean hasSentMotorsOff() {
    return sentMode == BoardCommand.Mode.OFF;
  }

  /** Time from a command to the first state that echoes it, if the board echoes commands. */
  LatencyHistogram roundTrip() {
    return roundTrip;
  }

  /** Whether frames arrive. */
  boolean isAlive(long now) {
    return link != null
        && lastFrameNanos != Long.MIN_VALUE
        && now - lastFrameNanos <= frameTimeoutNanos;
  }

  /** The newest sample. */
  BoardSample sample() {
    return sample;
  }

  /** Problem with the port or the received bytes; empty for none. */
  String problem() {
    return problem;
  }

  /** Whether the board has ever sent a sample. */
  boolean hasSamples() {
    return samples.get() > 0;
  }

  SerialStatus.Counts counts() {
    return new SerialStatus.Counts(
        samples.get(), lost.get(), damaged.get(), opened.get(), unsent.get());
  }

  void close() {
    SerialLink openLink = link;
    if (openLink != null) {
      openLink.close();
      link = null;
    }
  }

  private @Nullable SerialLink tryOpen(long now) {
    if (now < nextOpenNanos) {
      return null;
    }
    nextOpenNanos = now + REOPEN_NANOS;
    try {
      link = source.open(baudRate);
    } catch (SerialLinkException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(problem)) {
        problem = message;
      }
      return null;
    }
    opened.lazySet(opened.get() + 1);
    openedNanos = now;
    lastWriteNanos = now;
    lastFrameNanos = Long.MIN_VALUE;
    bytesSinceFrame = 0;
    diagnosed = false;
    hasSequence = false;
    problem = "";
    return link;
  }

  private void handleLoss(SerialLinkException e, long now) {
    close();
    problem = String.valueOf(e.getMessage());
    nextOpenNanos = now + REOPEN_NANOS;
  }

  private void countSample(long now) {
    samples.lazySet(samples.get() + 1);
    int modulus = sample.sequenceModulus;
    if (modulus > 0) {
      if (hasSequence) {
        int step = Math.floorMod(sample.sequence - previousSequence, modulus);
        // A step of at least half the modulus is a restart, not a loss; a step of 0 is a
        // repetition.
        if (step > 1 && step < modulus / 2) {
          lost.lazySet(lost.get() + step - 1);
        }
      }
      previousSequence = sample.sequence;
      hasSequence = true;
    }
    if (measuredSequence >= 0 && sample.commandSequence == measuredSequence) {
      roundTrip.record(now - measuredSentNanos);
      measuredSequence = -1;
    }
    if (sample.boardTimeNanos == BoardSample.NEVER) {
      sample.values.encoderTimeNanos = now;
    }
  }

  /** Starts a round-trip measurement; only one command at a time is measured. */
  private void startRoundTrip(long now) {
    if (measuredSequence < 0 || now - measuredSentNanos > ECHO_TIMEOUT_NANOS) {
      measuredSequence = codec.lastCommandSequence();
      measuredSentNanos = now;
    }
  }

  private String diagnosis() {
    String codecProblem = codec.problem();
    if (codecProblem != null) {
      return source.name() + ": " + codecProblem;
    }
    return bytesSinceFrame > 0
        ? ("%s: bytes arrive, but no frame of %s; check that the board runs at %d baud and uses"
                + " this protocol")
            .formatted(source.name(), codec.traits().name(), baudRate)
        : ("%s is open, but no data arrives; check that the board is switched on and that this is"
                + " its port")
            .formatted(source.name());
  }
}
