package minitaur.controller.learn.nn;

/**
 * Selects the statistics by which a pass normalizes.
 *
 * @param training whether to normalize by the batch statistics and update the running statistics;
 *     otherwise the running statistics are used
 * @param renormalizeAfter number of training passes of the network after which batch
 *     renormalization begins; {@link #NEVER} for plain batch normalization
 */
public record BatchNormMode(boolean training, long renormalizeAfter) {
  /** No batch renormalization. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Normalizes by the running statistics. */
  public static final BatchNormMode RUNNING = new BatchNormMode(false, NEVER);
}
