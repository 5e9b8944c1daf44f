package io.derwent.launcher.gs1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.gs1.Gs1Message;
import io.derwent.gs1.Gs1Reader;
import io.derwent.gs1.InvalidGs1;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code derwent scan}: the GS1 barcode in a picture. */
@Command(
        name = "scan",
        description =
                "Reads the GS1 barcode in each picture: GS1 DataMatrix, GS1-128, QR with a GS1 Digital Link, GS1 QR,"
                        + " EAN and UPC. Exits with 1 if one of them holds none that can be read.")
public final class ScanCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one line of JSON for each picture.")
    boolean json;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures: PNG, JPEG, GIF, BMP or TIFF.")
    List<Path> images = new ArrayList<>();

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final Clock clock = Clock.systemUTC();
    /** A label may carry a part of what is known about its item. */
    private final Gs1Reader reader = Gs1Reader.ofSingleScans(clock);

    /** A picture without a GS1 barcode; the message is one sentence for the person at the terminal. */
    private static final class NothingRead extends Exception {
        private static final long serialVersionUID = 1L;

        NothingRead(String sentence) {
            super(sentence);
        }
    }

    @Override
    public Integer call() {
        // Nothing is shown on a screen, and servers have none.
        System.setProperty("java.awt.headless", "true");
        boolean allRead = true;
        for (Path image : images) {
            try {
                print(image, read(image));
            } catch (NothingRead e) {
                allRead = false;
                print(image, String.valueOf(e.getMessage()));
            }
        }
        return allRead ? 0 : 1;
    }

    private Gs1Message read(Path image) throws NothingRead {
        Set<String> found = new LinkedHashSet<>();
        return BarcodeReader.scans(picture(image))
                .filter(found::add)
                .flatMap(scan -> message(scan).stream())
                .findFirst()
                .orElseThrow(() -> new NothingRead(
                        found.isEmpty()
                                ? "no barcode was found"
                                : whyNot(found.iterator().next())));
    }

    private static BufferedImage picture(Path image) throws NothingRead {
        if (!Files.exists(image)) {
            throw new NothingRead("there is no such file");
        }
        try {
            return Picture.read(image)
                    .orElseThrow(() -> new NothingRead("the file is no picture (PNG, JPEG, GIF, BMP or TIFF)"));
        } catch (IOException e) {
            throw new NothingRead("the picture cannot be read: " + e.getMessage());
        }
    }

    /** What a barcode says, if it says anything in GS1's terms. */
    private Optional<Gs1Message> message(String scan) {
        try {
            return Optional.of(reader.scan(scan))
                    .filter(message -> !message.elements().isEmpty());
        } catch (InvalidGs1 e) {
            return Optional.empty();
        }
    }

    /** Why a barcode that was found is none of GS1's. */
    private String whyNot(String scan) {
        String shown = scan.replaceAll("\\p{Cntrl}", "_");
        try {
            reader.scan(scan);
            return "the barcode is not GS1's, it holds plain text: " + shown;
        } catch (InvalidGs1 e) {
            return "the barcode %s is not valid GS1 data: %s".formatted(shown, e.getMessage());
        }
    }

    private void print(Path image, Gs1Message message) {
        if (json) {
            ObjectNode line = JsonLines.object().put("image", image.toString());
            spec.commandLine().getOut().println(JsonLines.write(line.setAll(Gs1Json.of(message))));
            return;
        }
        if (images.size() > 1) {
            spec.commandLine().getOut().println(image + ":");
        }
        Gs1Text.print(message, LocalDate.now(clock), spec.commandLine().getOut());
    }

    private void print(Path image, String sentence) {
        if (json) {
            ObjectNode line = JsonLines.object().put("image", image.toString());
            spec.commandLine().getOut().println(JsonLines.write(line.setAll(Gs1Json.invalid(sentence))));
        } else {
            spec.commandLine().getErr().println(image + ": " + sentence);
        }
    }
}
