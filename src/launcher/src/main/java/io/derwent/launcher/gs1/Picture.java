package io.derwent.launcher.gs1;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Picture files. */
final class Picture {
    /** More pixels a side say nothing about a label and take the memory of a small JVM. */
    private static final int MOST_PIXELS = 3000;

    private Picture() {}

    /**
     * The picture, made smaller while it is read if it is huge; empty if the file holds none that Java reads (PNG, JPEG, GIF,
     * BMP, TIFF).
     *
     * @throws IOException if the file cannot be read or the picture is damaged
     */
    static Optional<BufferedImage> read(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file);
                ImageInputStream bytes = new MemoryCacheImageInputStream(content)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(bytes);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(bytes);
                int longest = Math.max(reader.getWidth(0), reader.getHeight(0));
                int step = (longest + MOST_PIXELS - 1) / MOST_PIXELS;
                ImageReadParam parameters = reader.getDefaultReadParam();
                parameters.setSourceSubsampling(step, step, 0, 0);
                return Optional.of(reader.read(0, parameters));
            } catch (RuntimeException e) {
                throw new IOException("the picture is damaged", e);
            } finally {
                reader.dispose();
            }
        }
    }
}
