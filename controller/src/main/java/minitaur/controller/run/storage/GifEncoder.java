package minitaur.controller.run.storage;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encodes an animated GIF with one palette for all frames. Pixels that do not change from the
 * previous frame are transparent, which improves compression.
 */
final class GifEncoder {
  /** Max number of frames sampled for the palette. */
  private static final int MAX_SAMPLES = 24;

  private GifEncoder() {}

  static void encode(Video video, FileChannel channel) throws IOException {
    Palette palette = computePalette(video);
    int width = video.width();
    int height = video.height();
    byte[] previous = new byte[width * height];
    byte[] current = new byte[width * height];
    byte[] changed = new byte[width * height];
    int[] pixels = new int[width * height];
    IndexColorModel colors = palette.colorModel();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colors);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    // Not closed: that would close the channel.
    MemoryCacheImageOutputStream out =
        new MemoryCacheImageOutputStream(Channels.newOutputStream(channel));
    try {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      // Non-interlaced rows compress better.
      parameters.setProgressiveMode(ImageWriteParam.MODE_DISABLED);
      for (int frame = 0; frame < video.frames(); frame++) {
        PngFile.paintFrame(video, frame).getRGB(0, 0, width, height, pixels, 0, width);
        for (int i = 0; i < pixels.length; i++) {
          current[i] = palette.index(pixels[i]);
          changed[i] = frame > 0 && current[i] == previous[i] ? Palette.TRANSPARENT : current[i];
        }
        System.arraycopy(current, 0, previous, 0, current.length);
        WritableRaster raster = image.getRaster();
        raster.setDataElements(0, 0, width, height, changed);
        // createFromRenderedImage would use a standard palette for this image type.
        IIOMetadata metadata =
            frameMetadata(writer, new ImageTypeSpecifier(image), video, frame == 0);
        writer.writeToSequence(new IIOImage(image, null, metadata), parameters);
        out.flushBefore(out.getStreamPosition());
      }
      writer.endWriteSequence();
      out.flush();
    } finally {
      writer.dispose();
    }
  }

  private static Palette computePalette(Video video) throws IOException {
    Palette.Histogram histogram = new Palette.Histogram();
    int samples = Math.min(MAX_SAMPLES, video.frames());
    int[] pixels = new int[video.width() * video.height()];
    for (int i = 0; i < samples; i++) {
      PngFile.paintFrame(video, i * video.frames() / samples)
          .getRGB(0, 0, video.width(), video.height(), pixels, 0, video.width());
      histogram.add(pixels);
    }
    return histogram.computePalette();
  }

  /**
   * Metadata of a frame: duration, transparent color and, in the first frame, the infinite loop.
   */
  private static IIOMetadata frameMetadata(
      ImageWriter writer, ImageTypeSpecifier type, Video video, boolean first)
      throws IIOInvalidTreeException {
    IIOMetadata metadata = writer.getDefaultImageMetadata(type, null);
    String format = metadata.getNativeMetadataFormatName();
    IIOMetadataNode root = new IIOMetadataNode(format);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "doNotDispose");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "TRUE");
    control.setAttribute("transparentColorIndex", Integer.toString(Palette.TRANSPARENT));
    control.setAttribute("delayTime", Long.toString(Math.round(100.0 / video.framesPerSecond())));
    root.appendChild(control);
    if (first) {
      IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
      extension.setAttribute("applicationID", "NETSCAPE");
      extension.setAttribute("authenticationCode", "2.0");
      // Sub-block 1, repetitions 0: loops forever.
      extension.setUserObject(new byte[] {1, 0, 0});
      IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
      extensions.appendChild(extension);
      root.appendChild(extensions);
    }
    metadata.mergeTree(format, root);
    return metadata;
  }
}
