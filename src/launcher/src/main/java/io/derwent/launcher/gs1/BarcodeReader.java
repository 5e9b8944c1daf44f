package io.derwent.launcher.gs1;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.oned.UPCEReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds barcodes in a picture and tells them as a hand-held scanner would: symbology identifier in front, separators as ASCII
 * 29, so that {@link io.derwent.gs1.Gs1Reader#scan} reads them. What is odd here is what ZXing 3.5.4 does.
 */
final class BarcodeReader {
    private static final char SEPARATOR = '\u001d';

    /** Symbols in which one picture is looked for, those first that say most certainly what they are. */
    private static final List<Set<BarcodeFormat>> SYMBOLS = List.of(
            Set.of(BarcodeFormat.DATA_MATRIX),
            Set.of(BarcodeFormat.QR_CODE),
            Set.of(BarcodeFormat.CODE_128),
            Set.of(BarcodeFormat.EAN_13, BarcodeFormat.EAN_8, BarcodeFormat.UPC_E));

    private static final List<Function<LuminanceSource, Binarizer>> BINARIZERS =
            List.of(HybridBinarizer::new, GlobalHistogramBinarizer::new);

    /** A longest side below this may have one pixel a module, too few to find anything in. */
    private static final int SMALL = 400;

    private static final int ENLARGED = 4;
    /** A cutting has this part of the picture's longer side, and moves by this part of its own. */
    private static final int WINDOW_SHARE = 3;

    private static final int STEPS_PER_WINDOW = 5;
    private static final int LEAST_BORDER = 40;
    private static final int BORDER_SHARE = 6;

    private BarcodeReader() {}

    /**
     * What the picture holds, the most likely first. The search goes on only while the stream is read: a label may carry
     * several symbols, and not all are GS1's. What is found twice comes twice.
     */
    static Stream<String> scans(BufferedImage picture) {
        List<LuminanceSource> views = views(picture);
        Stream<Optional<String>> anySymbol = views.stream()
                .flatMap(view -> BINARIZERS.stream().map(binarizer -> binarizer.apply(view)))
                .flatMap(view -> SYMBOLS.stream().map(symbols -> scan(view, symbols)));
        Stream<Optional<String>> dataMatrix = windows(views.get(0))
                .map(window -> scan(new HybridBinarizer(window), Set.of(BarcodeFormat.DATA_MATRIX)));
        return Stream.concat(anySymbol, dataMatrix).flatMap(Optional::stream);
    }

    private static List<LuminanceSource> views(BufferedImage picture) {
        LuminanceSource framed = framed(picture, 1);
        return Math.max(picture.getWidth(), picture.getHeight()) > SMALL
                ? List.of(framed)
                : List.of(framed, framed(picture, ENLARGED));
    }

    /** Cuttings all over the picture: ZXing finds a Data Matrix only where the middle of what it sees lies in the symbol. */
    private static Stream<LuminanceSource> windows(LuminanceSource picture) {
        int side = Math.min(Math.max(picture.getWidth(), picture.getHeight()) / WINDOW_SHARE, shorterSide(picture));
        int step = Math.max(1, side / STEPS_PER_WINDOW);
        return IntStream.iterate(0, top -> top <= picture.getHeight() - side, top -> top + step)
                .boxed()
                .flatMap(top -> IntStream.iterate(0, left -> left <= picture.getWidth() - side, left -> left + step)
                        .mapToObj(left -> picture.crop(left, top, side, side)));
    }

    private static int shorterSide(LuminanceSource picture) {
        return Math.min(picture.getWidth(), picture.getHeight());
    }

    /** On white, with a quiet zone around: labels are often cut out too tightly, and transparency would be black. */
    private static LuminanceSource framed(BufferedImage picture, int scale) {
        int width = picture.getWidth() * scale;
        int height = picture.getHeight() * scale;
        int border = Math.max(LEAST_BORDER, Math.max(width, height) / BORDER_SHARE);
        BufferedImage framed = new BufferedImage(width + 2 * border, height + 2 * border, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = framed.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, framed.getWidth(), framed.getHeight());
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(picture, border, border, width, height, null);
        graphics.dispose();
        return new BufferedImageLuminanceSource(framed);
    }

    /** First as a clean drawing, which is more certain where it is one, then as a photograph. */
    private static Optional<String> scan(Binarizer binarizer, Set<BarcodeFormat> symbols) {
        Map<DecodeHintType, Object> hints = new EnumMap<>(DecodeHintType.class);
        hints.put(DecodeHintType.POSSIBLE_FORMATS, symbols);
        hints.put(DecodeHintType.TRY_HARDER, true);
        hints.put(DecodeHintType.ALSO_INVERTED, true);
        // Without it Code 128 loses its separators, and a lot swallows the serial number behind it.
        hints.put(DecodeHintType.ASSUME_GS1, true);
        Map<DecodeHintType, Object> drawing = new EnumMap<>(hints);
        drawing.put(DecodeHintType.PURE_BARCODE, true);
        return decode(binarizer, drawing).or(() -> decode(binarizer, hints)).flatMap(BarcodeReader::asScan);
    }

    private static Optional<Result> decode(Binarizer binarizer, Map<DecodeHintType, Object> hints) {
        try {
            return Optional.of(new MultiFormatReader().decode(new BinaryBitmap(binarizer), hints));
        } catch (ReaderException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            // ZXing 3.5.4 runs over array ends in damaged symbols: such a symbol is not read, like any other damaged
            // one.
            return Optional.empty();
        }
    }

    private static Optional<String> asScan(Result result) {
        String text = result.getText();
        return switch (result.getBarcodeFormat()) {
            case DATA_MATRIX -> Optional.of(dataMatrix(identifier(result, "]d1"), text));
            case QR_CODE -> Optional.of(identifier(result, "]Q1") + text);
            case CODE_128 -> Optional.of(code128(text));
            case EAN_13 -> Optional.of("]E0" + text);
            case UPC_E -> Optional.of("]E00" + UPCEReader.convertUPCEtoUPCA(text));
            case EAN_8 -> Optional.of("]E4" + text);
            default -> Optional.empty();
        };
    }

    private static String identifier(Result result, String otherwise) {
        Object identifier = result.getResultMetadata() == null
                ? null
                : result.getResultMetadata().get(ResultMetadataType.SYMBOLOGY_IDENTIFIER);
        return identifier == null ? otherwise : identifier.toString();
    }

    /** The FNC1 that makes a Data Matrix GS1's comes as one separator in front; in a plain one that would be data. */
    private static String dataMatrix(String identifier, String text) {
        boolean flagged = identifier.equals("]d2") && text.startsWith(String.valueOf(SEPARATOR));
        return identifier + (flagged ? text.substring(1) : text);
    }

    /**
     * The identifier in the text counts, not the one in the metadata, which is wrong where the check character is 96; where it
     * is 102, a separator is left behind.
     */
    private static String code128(String text) {
        if (!text.startsWith("]C1")) {
            return "]C0" + text;
        }
        return text.endsWith(String.valueOf(SEPARATOR)) ? text.substring(0, text.length() - 1) : text;
    }
}
