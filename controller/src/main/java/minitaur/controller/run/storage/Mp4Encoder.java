package minitaur.controller.run.storage;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jcodec.api.SequenceEncoder;
import org.jcodec.common.Codec;
import org.jcodec.common.Format;
import org.jcodec.common.io.FileChannelWrapper;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Rational;

/** Encodes H.264 video in an MP4 file with JCodec, in pure Java. */
final class Mp4Encoder {
  /** Offset of JCodec's signed samples: 0 is stored as -128. */
  private static final int SAMPLE_OFFSET = 128;

  private Mp4Encoder() {}

  /** A channel that remains open after the encoder has finished. */
  private static final class NonClosingChannel extends FileChannelWrapper {
    NonClosingChannel(FileChannel channel) throws IOException {
      super(channel);
    }

    @Override
    public void close() {
      // The caller closes it.
    }
  }

  /**
   * Encodes a video.
   *
   * @param video with an even width and height
   */
  static void encode(Video video, FileChannel channel) throws IOException {
    SequenceEncoder encoder =
        new SequenceEncoder(
            new NonClosingChannel(channel),
            Rational.R(video.framesPerSecond(), 1),
            Format.MOV,
            Codec.H264,
            /* audioCodec= */ null);
    Picture picture = Picture.create(video.width(), video.height(), ColorSpace.RGB);
    byte[] samples = picture.getPlaneData(0);
    int[] pixels = new int[video.width() * video.height()];
    for (int frame = 0; frame < video.frames(); frame++) {
      BufferedImage image = PngFile.paintFrame(video, frame);
      image.getRGB(0, 0, video.width(), video.height(), pixels, 0, video.width());
      for (int i = 0; i < pixels.length; i++) {
        samples[3 * i] = (byte) (((pixels[i] >> 16) & 0xff) - SAMPLE_OFFSET);
        samples[3 * i + 1] = (byte) (((pixels[i] >> 8) & 0xff) - SAMPLE_OFFSET);
        samples[3 * i + 2] = (byte) ((pixels[i] & 0xff) - SAMPLE_OFFSET);
      }
      encoder.encodeNativeFrame(picture);
    }
    encoder.finish();
  }
}
