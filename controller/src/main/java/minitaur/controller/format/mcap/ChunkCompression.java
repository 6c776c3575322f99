package minitaur.controller.format.mcap;

import com.github.luben.zstd.Zstd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compression of the chunks of a file. */
enum ChunkCompression {
  /** Zstandard, by a native library. */
  ZSTD("zstd") {
    @Override
    byte[] compress(byte[] chunk) {
      return Zstd.compress(chunk);
    }
  },
  /** No compression. */
  NONE("") {
    @Override
    byte[] compress(byte[] chunk) {
      return chunk;
    }
  };

  private final String code;

  ChunkCompression(String code) {
    this.code = code;
  }

  /** Name of the compression in the file. */
  String code() {
    return code;
  }

  /**
   * Compresses a chunk.
   *
   * @param chunk Not modified.
   */
  abstract byte[] compress(byte[] chunk);

  /** Zstandard if its native library can be loaded, which needs a temporary directory. */
  static ChunkCompression best() {
    return Loaded.BEST;
  }

  /** Loads the library once. */
  private static final class Loaded {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkCompression.class);
    private static final ChunkCompression BEST = load();

    private static ChunkCompression load() {
      try {
        ZSTD.compress(new byte[0]);
        return ZSTD;
      } catch (LinkageError e) {
        LOG.warn(
            "Recordings of episodes are not compressed: the library of Zstandard cannot be loaded"
                + " ({}). Check that {} exists and can be written.",
            e.getMessage(),
            System.getProperty("java.io.tmpdir"));
        return NONE;
      }
    }
  }
}
