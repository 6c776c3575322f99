package minitaur.controller.learn.nn;

/**
 * Which statistics a pass normalizes by.
 *
 * @param training whether by those of the batch, which the running ones then follow; otherwise by
 *     the running ones
 * @param renormalizeAfter training passes of the network after which batch renormalization begins;
 *     {@link #NEVER} for plain batch normalization
 */
public record BatchNormMode(boolean training, long renormalizeAfter) {
  /** No batch renormalization. */
  public static final long NEVER = Long.MAX_VALUE;

  /** By the running statistics. */
  public static final BatchNormMode RUNNING = new BatchNormMode(false, NEVER);
}
