package io.derwent.launcher.gs1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.gs1.Gs1Message;
import io.derwent.gs1.Gs1Reader;
import io.derwent.gs1.InvalidGs1;
import io.derwent.launcher.console.ConsoleOptions;
import io.derwent.launcher.lines.JsonLines;
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
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code derwent scan}: the GS1 barcode in a picture. */
@Command(
        name = "scan",
        description =
                "Reads the GS1 barcode in each picture: GS1 DataMatrix, GS1-128, QR with a GS1 Digital Link, GS1 QR,"
                        + " EAN and UPC. With --console and --token it names the equipment that has the label.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every label was read, and its equipment named if a console was asked",
            "1:a picture holds no GS1 barcode that can be read",
            "2:a word or option that is not understood",
            "3:the console did not answer, or refused",
            "4:no equipment of the console has a key of a label"
        })
public final class ScanCommand implements Callable<Integer> {
    private static final int UNREADABLE = 1;
    private static final int NO_ANSWER = 3;
    private static final int UNKNOWN = 4;

    @Option(names = "--json", description = "Print one line of JSON for each picture.")
    boolean json;

    @Mixin
    ConsoleOptions console = new ConsoleOptions();

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
        Optional<KnownEquipment> equipment = console.api().map(api -> new KnownEquipment(api, console.tenant()));
        Set<Integer> codes = new TreeSet<>();
        for (Path image : images) {
            try {
                Gs1Message message = read(image);
                Lookup lookup = Lookup.of(message, equipment);
                print(image, message, lookup);
                codes.add(code(lookup));
            } catch (NothingRead e) {
                print(image, String.valueOf(e.getMessage()));
                codes.add(UNREADABLE);
            }
        }
        if (equipment.isEmpty() && !json && codes.contains(0)) {
            spec.commandLine()
                    .getErr()
                    .println("which equipment this is was not asked: --console and --token say whom and by what right");
        }
        codes.remove(0);
        return codes.stream().findFirst().orElse(0);
    }

    private static int code(Lookup lookup) {
        return switch (lookup.outcome()) {
            case NOT_ASKED, FOUND -> 0;
            case FAILED -> NO_ANSWER;
            case UNKNOWN -> UNKNOWN;
        };
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

    private void print(Path image, Gs1Message message, Lookup lookup) {
        if (json) {
            ObjectNode line = JsonLines.object().put("image", image.toString());
            line.setAll(Gs1Json.of(message));
            lookup.addTo(line);
            spec.commandLine().getOut().println(JsonLines.write(line));
            return;
        }
        if (images.size() > 1) {
            spec.commandLine().getOut().println(image + ":");
        }
        Gs1Text.print(message, LocalDate.now(clock), spec.commandLine().getOut());
        lookup.print(spec.commandLine().getOut(), spec.commandLine().getErr());
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
