package io.derwent.launcher.gs1;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import uk.org.okapibarcode.backend.Code128;
import uk.org.okapibarcode.backend.DataMatrix;
import uk.org.okapibarcode.backend.Ean;
import uk.org.okapibarcode.backend.HumanReadableLocation;
import uk.org.okapibarcode.backend.QrCode;
import uk.org.okapibarcode.backend.Symbol;
import uk.org.okapibarcode.backend.Upc;
import uk.org.okapibarcode.graphics.Color;
import uk.org.okapibarcode.output.Java2DRenderer;

/** Barcodes as a label printer draws them. Element strings are written with square brackets. */
final class Label {
    private Label() {}

    static Symbol gs1DataMatrix(String elements) {
        return gs1(new DataMatrix(), elements);
    }

    static Symbol gs1128(String elements) {
        return gs1(new Code128(), elements);
    }

    static Symbol gs1Qr(String elements) {
        return gs1(new QrCode(), elements);
    }

    static Symbol qr(String text) {
        return of(new QrCode(), text);
    }

    static Symbol dataMatrix(String text) {
        return of(new DataMatrix(), text);
    }

    static Symbol code128(String text) {
        return of(new Code128(), text);
    }

    static Symbol ean13(String digits) {
        return of(new Ean(Ean.Mode.EAN13), digits);
    }

    static Symbol ean8(String digits) {
        return of(new Ean(Ean.Mode.EAN8), digits);
    }

    static Symbol upcA(String digits) {
        return of(new Upc(Upc.Mode.UPCA), digits);
    }

    static Symbol upcE(String digits) {
        return of(new Upc(Upc.Mode.UPCE), digits);
    }

    private static Symbol gs1(Symbol symbol, String elements) {
        symbol.setDataType(Symbol.DataType.GS1);
        return of(symbol, elements);
    }

    private static Symbol of(Symbol symbol, String content) {
        symbol.setHumanReadableLocation(HumanReadableLocation.NONE);
        symbol.setContent(content);
        return symbol;
    }

    /** Black on white, so many pixels a module, without any quiet zone. */
    static BufferedImage draw(Symbol symbol, int pixels) {
        BufferedImage image = new BufferedImage(
                symbol.getWidth() * pixels, symbol.getHeight() * pixels, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        new Java2DRenderer(graphics, pixels, Color.WHITE, Color.BLACK).render(symbol);
        graphics.dispose();
        return image;
    }

    static Path file(Path directory, String name, BufferedImage image) {
        try {
            Path file = directory.resolve(name);
            if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
                throw new IllegalStateException("no picture format is called " + name);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
