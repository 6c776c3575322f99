package minitaur.hal.loop;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import com.sun.jna.ptr.NativeLongByReference;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Requests real-time scheduling (SCHED_FIFO) and a fixed core for the calling thread on Linux. Best
 * effort: the result states what was denied and the consequences.
 */
public final class RealTimeThread {
  private static final int SCHED_FIFO = 1;

  /** Threads started by a real-time thread get normal scheduling. */
  private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

  private static final int PR_SET_TIMERSLACK = 29;
  private static final int CALLING_THREAD = 0;
  private static final String VM_THREAD_NAME = "VM Thread";

  /**
   * Priority of the loop that drives the motors. It is below the kernel's threaded interrupts (50),
   * because a busy loop above them could starve the port's driver.
   */
  public static final int MOTOR_PRIORITY = 40;

  /** Priority of the control thread, below the loop that drives the motors. */
  public static final int CONTROL_PRIORITY = 30;

  private RealTimeThread() {}

  /** No pinning to a core. */
  public static final int ANY_CORE = -1;

  /**
   * Result of a request.
   *
   * @param priority whether real-time priority was granted
   * @param pinned whether the thread runs on the requested core
   * @param explanation one sentence for the operator
   */
  public record Grant(boolean priority, boolean pinned, String explanation) {}

  /**
   * Requests a core and a priority for the calling thread. Allocates; does not throw if denied.
   *
   * @param core to run on, from 0; {@link #ANY_CORE} to leave that to the system
   * @param priority {@link #MOTOR_PRIORITY} or {@link #CONTROL_PRIORITY}
   */
  public static Grant request(int core, int priority) {
    if (!Platform.isLinux()) {
      return new Grant(false, false, "real-time priority is only requested on Linux");
    }
    CLibrary c;
    try {
      c = Native.load("c", CLibrary.class);
    } catch (LinkageError e) {
      return new Grant(
          false, false, "no real-time priority: JNA is unavailable, " + e.getMessage());
    }
    minimizeTimerSlack(c);
    boolean pinned = core == ANY_CORE || pin(c, core);
    boolean granted = setPriority(c, CALLING_THREAD, priority);
    if (granted) {
      raiseVmThread(c);
    }
    String explanation =
        granted
            ? "real-time priority granted"
            : "no real-time priority: under load, ticks are delayed by milliseconds; to allow it, put"
                + " '@dialout - rtprio 50' into /etc/security/limits.d/minitaur.conf and log in"
                + " again";
    return new Grant(
        granted, pinned, pinned ? explanation : explanation + "; core " + core + " was denied");
  }

  /**
   * Raises the priority of the JVM's VM thread, which stops all other threads during a garbage
   * collection. At normal priority on a busy machine, the loop would wait until that thread is
   * scheduled.
   */
  private static void raiseVmThread(CLibrary c) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        if (Files.readString(thread.resolve("comm")).strip().equals(VM_THREAD_NAME)) {
          setPriority(c, Integer.parseInt(String.valueOf(thread.getFileName())), MOTOR_PRIORITY);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The VM thread keeps its normal priority.
    }
  }

  private static boolean setPriority(CLibrary c, int thread, int priority) {
    SchedulingParameter parameter = new SchedulingParameter();
    parameter.priority = priority;
    try {
      return c.sched_setscheduler(thread, SCHED_FIFO | SCHED_RESET_ON_FORK, parameter) == 0;
    } catch (LastErrorException e) {
      return false;
    }
  }

  /**
   * Minimizes the timer slack, by which normal threads wake up to 50 us late to save power. Needs
   * no privilege.
   */
  private static void minimizeTimerSlack(CLibrary c) {
    try {
      c.prctl(
          PR_SET_TIMERSLACK,
          new NativeLong(1),
          new NativeLong(),
          new NativeLong(),
          new NativeLong());
    } catch (LastErrorException e) {
      // The timer slack keeps its default.
    }
  }

  private static boolean pin(CLibrary c, int core) {
    if (core < 0 || core >= NativeLong.SIZE * Byte.SIZE) {
      return false;
    }
    NativeLongByReference mask = new NativeLongByReference(new NativeLong(1L << core));
    try {
      return c.sched_setaffinity(0, new NativeLong(NativeLong.SIZE), mask) == 0;
    } catch (LastErrorException e) {
      return false;
    }
  }

  /** Functions of the C library. */
  private interface CLibrary extends Library {
    @SuppressWarnings("MethodName") // The C library's.
    int sched_setscheduler(int thread, int policy, SchedulingParameter parameter)
        throws LastErrorException;

    int prctl(int option, NativeLong value, NativeLong a, NativeLong b, NativeLong c)
        throws LastErrorException;

    @SuppressWarnings("MethodName") // The C library's.
    int sched_setaffinity(int thread, NativeLong bytes, NativeLongByReference mask)
        throws LastErrorException;
  }

  /** {@code struct sched_param}. */
  @Structure.FieldOrder("priority")
  public static final class SchedulingParameter extends Structure {
    /** 1 to 99. */
    public int priority;
  }
}
