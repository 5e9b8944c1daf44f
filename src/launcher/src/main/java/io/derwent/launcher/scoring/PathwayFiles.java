package io.derwent.launcher.scoring;

import io.derwent.model.Pathway;
import io.derwent.wire.InvalidDocument;
import io.derwent.wire.PathwayDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of pathways given on the command line. */
final class PathwayFiles {
    private PathwayFiles() {}

    /**
     * Reads one.
     *
     * @throws IOException if it cannot be read, whatever it says
     */
    static PathwayDocument read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + " cannot be read");
        }
        return PathwayDocument.read(file.toString(), Files.readAllBytes(file));
    }

    /**
     * The pathways in these files.
     *
     * @throws IllegalArgumentException naming the file and everything that is wrong with it
     */
    static List<Pathway> valid(List<Path> files) throws IOException {
        List<Pathway> pathways = new ArrayList<>();
        for (Path file : files) {
            PathwayDocument document = read(file);
            pathways.add(document.pathway()
                    .orElseThrow(() -> new IllegalArgumentException(file + ": " + sentences(document.errors()))));
        }
        return pathways;
    }

    private static String sentences(List<InvalidDocument> problems) {
        return String.join(
                "; ", problems.stream().map(InvalidDocument::getMessage).toList());
    }
}
