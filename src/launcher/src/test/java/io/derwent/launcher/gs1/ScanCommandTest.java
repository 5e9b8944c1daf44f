package io.derwent.launcher.gs1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.derwent.launcher.lines.Run;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import uk.org.okapibarcode.backend.Symbol;

class ScanCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PIXELS = 3;
    private static final int RANDOM_LABELS = 120;
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/.+_";

    @TempDir
    Path directory = Path.of("");

    static Stream<Arguments> labels() {
        return Stream.of(
                label(
                        "GS1 DataMatrix",
                        Label.gs1DataMatrix("[01]05055123000012[17]271231[10]LOT7[21]A1"),
                        "(01) 05055123000012 (17) 271231 (10) LOT7 (21) A1"),
                label("GS1 DataMatrix, GIAI", Label.gs1DataMatrix("[8004]5055123MD-00417"), "(8004) 5055123MD-00417"),
                label(
                        "GS1-128",
                        Label.gs1128("[01]05055123000012[10]LOT7[21]1"),
                        "(01) 05055123000012 (10) LOT7 (21) 1"),
                label("GS1 QR", Label.gs1Qr("[414]5055123000012[254]WARD204"), "(414) 5055123000012 (254) WARD204"),
                label(
                        "QR with Digital Link",
                        Label.qr("https://assets.example.nhs.uk/8004/5055123HD%2F417?x=1"),
                        "(8004) 5055123HD/417"),
                label(
                        "DataMatrix with Digital Link",
                        Label.dataMatrix("https://id.gs1.org/8003/05055123000012TROLLEY12"),
                        "(8003) 05055123000012TROLLEY12"),
                label("EAN-13", Label.ean13("505512300001"), "(01) 05055123000012"),
                label("EAN-8", Label.ean8("9638507"), "(01) 00000096385074"),
                label("UPC-A", Label.upcA("01234567890"), "(01) 00012345678905"),
                label("UPC-E", Label.upcE("0123456"), "(01) 00012345000065"),
                label("a serial number alone", Label.gs1DataMatrix("[21]ABC"), "(21) ABC"));
    }

    private static Arguments label(String name, Symbol symbol, String hri) {
        return Arguments.of(Named.of(name, symbol), hri);
    }

    @ParameterizedTest
    @MethodSource("labels")
    void isRead(Symbol symbol, String hri) {
        assertThat(hri(Label.draw(symbol, PIXELS), "png")).isEqualTo(hri);
    }

    @ParameterizedTest
    @MethodSource("labels")
    void isReadAsPhotograph(Symbol symbol, String hri) {
        BufferedImage photograph = new BufferedImage(1400, 900, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = photograph.createGraphics();
        graphics.setColor(new Color(200, 205, 195));
        graphics.fillRect(0, 0, 1400, 900);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(150, 150, 1100, 600);
        graphics.drawImage(Label.draw(symbol, PIXELS), 250, 250, null);
        graphics.dispose();

        assertThat(hri(photograph, "jpg")).isEqualTo(hri);
    }

    @ParameterizedTest
    @MethodSource("labels")
    void isReadWithOnePixelAModule(Symbol symbol, String hri) {
        assertThat(hri(Label.draw(symbol, 1), "png")).isEqualTo(hri);
    }

    private String hri(BufferedImage image, String format) {
        return json(Label.file(directory, "label." + format, image)).path("hri").textValue();
    }

    private static JsonNode json(Path image) {
        Run run = new Run(new ScanCommand(), "--json", image.toString());
        try {
            return JSON.readTree(run.out());
        } catch (IOException e) {
            throw new IllegalStateException(run.out(), e);
        }
    }

    static Stream<Named<Function<String, Symbol>>> symbols() {
        return Stream.of(
                Named.of("GS1 DataMatrix", Label::gs1DataMatrix),
                Named.of("GS1-128", Label::gs1128),
                Named.of("GS1 QR", Label::gs1Qr));
    }

    /** One GS1-128 label in fifty meets a fault of the decoder: a check character that is taken for data. */
    @ParameterizedTest
    @MethodSource("symbols")
    void noLabelIsReadAsAnother(Function<String, Symbol> symbol) {
        Random random = new Random(20_261_126);
        for (int i = 0; i < RANDOM_LABELS; i++) {
            StringBuilder lot = new StringBuilder();
            for (int length = 1 + random.nextInt(9); length > 0; length--) {
                lot.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            String serial = Integer.toString(random.nextInt(10_000));
            BufferedImage image =
                    Label.draw(symbol.apply("[01]05055123000012[10]%s[21]%s".formatted(lot, serial)), PIXELS);

            assertThat(BarcodeReader.scans(image).findFirst().orElse("none"))
                    .as("lot %s, serial %s", lot, serial)
                    .endsWith("010505512300001210%s\u001d21%s".formatted(lot, serial));
        }
    }

    @Test
    void theGs1BarcodeIsFoundBesideOthers() {
        BufferedImage label = new BufferedImage(800, 500, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = label.createGraphics();
        graphics.drawImage(Label.draw(Label.code128("SN-4711"), PIXELS), 60, 60, null);
        graphics.drawImage(Label.draw(Label.gs1DataMatrix("[8004]5055123HD00417"), 5), 300, 260, null);
        graphics.dispose();

        assertThat(hri(label, "png")).isEqualTo("(8004) 5055123HD00417");
    }

    static Stream<Arguments> notGs1() {
        return Stream.of(
                Arguments.of(
                        Named.of("plain QR", Label.qr("https://example.com/about")),
                        "the barcode ]Q1https://example.com/about is not valid GS1 data: there is no GS1 key in the"
                                + " path of https://example.com/about"),
                Arguments.of(
                        Named.of("plain DataMatrix", Label.dataMatrix("HELLO")),
                        "the barcode is not GS1's, it holds plain text: ]d1HELLO"),
                Arguments.of(
                        Named.of("plain Code 128", Label.code128("0105055123000012")),
                        "the barcode ]C00105055123000012 is not valid GS1 data: ]C0 is plain Code 128, not GS1-128: it"
                                + " carries no GS1 data"),
                Arguments.of(
                        Named.of("wrong check digit", Label.gs1DataMatrix("[01]05055123000016")),
                        "the barcode ]d20105055123000016 is not valid GS1 data: AI (01): the check digit of"
                                + " 05055123000016 is 6, 2 is expected"));
    }

    @ParameterizedTest
    @MethodSource("notGs1")
    void whatIsNotGs1IsSaid(Symbol symbol, String sentence) {
        Path image = Label.file(directory, "label.png", Label.draw(symbol, PIXELS));

        Run run = new Run(new ScanCommand(), image.toString());

        assertThat(run.code).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(image + ": " + sentence + System.lineSeparator());
        assertThat(json(image).path("valid").booleanValue()).isFalse();
        assertThat(json(image).path("error").textValue()).isEqualTo(sentence);
    }

    @Test
    void whatHoldsNoBarcodeIsSaid() throws IOException {
        Path empty = Label.file(directory, "empty.png", new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB));
        Path text = Files.writeString(directory.resolve("notes.txt"), "no picture");
        Path whole =
                Label.file(directory, "label.png", Label.draw(Label.qr("https://id.gs1.org/8004/50551231"), PIXELS));
        Path half = Files.write(directory.resolve("half.png"), java.util.Arrays.copyOf(Files.readAllBytes(whole), 60));

        assertThat(error(empty)).isEqualTo("no barcode was found");
        assertThat(error(text)).isEqualTo("the file is no picture (PNG, JPEG, GIF, BMP or TIFF)");
        assertThat(error(half)).startsWith("the picture cannot be read: ");
        assertThat(error(directory)).isEqualTo("the file is no picture (PNG, JPEG, GIF, BMP or TIFF)");
        assertThat(error(directory.resolve("none.png"))).isEqualTo("there is no such file");
    }

    private static String error(Path image) {
        return String.valueOf(json(image).path("error").textValue());
    }

    @Test
    void peopleSeeWhatStandsOnTheLabel() {
        Path good = Label.file(directory, "pump.png", Label.draw(Label.gs1DataMatrix("[8004]5055123HD00417"), PIXELS));
        Path missing = directory.resolve("none.png");

        Run one = new Run(new ScanCommand(), good.toString());
        Run two = new Run(new ScanCommand(), good.toString(), missing.toString());

        assertThat(one.code).isZero();
        assertThat(one.lines())
                .containsExactly(
                        "(8004) 5055123HD00417  GIAI",
                        "key           (8004)5055123HD00417",
                        "Digital Link  https://id.gs1.org/8004/5055123HD00417");
        assertThat(two.code).isEqualTo(1);
        assertThat(two.lines()).startsWith(good + ":", "(8004) 5055123HD00417  GIAI");
        assertThat(two.err().lines())
                .containsExactly(
                        missing + ": there is no such file",
                        "which equipment this is was not asked: --console and --token say whom and by what right");
        assertThat(new Run(new ScanCommand()).code).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Nested
    class GivenAConsole {
        private static final String PUMP = """
                {"items":[{"id":"pump-417","name":"Infusion pump 417","type":"infusion pump","number":"EQ-417",
                  "keys":["(8004)5055123HD00417"],"state":"here",
                  "whereabouts":{"placeName":"Ward 204","ageSeconds":4,"confidence":0.8}}],"more":false}
                """;

        private final List<String> asked = new CopyOnWriteArrayList<>();
        private HttpServer server;
        private String url = "";
        private String answer = PUMP;
        private int status = 200;

        @BeforeEach
        void start() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/api/v1/assets", exchange -> {
                asked.add(exchange.getRequestURI().getQuery() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " "
                        + exchange.getRequestHeaders().getFirst("Derwent-Tenant"));
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            url = "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @AfterEach
        void stop() {
            server.stop(0);
        }

        private Path label(String key) {
            return Label.file(directory, "label.png", Label.draw(Label.gs1DataMatrix(key), PIXELS));
        }

        private Run scan(String key, String... more) {
            String[] arguments = Stream.concat(Stream.of(label(key).toString()), Stream.of(more))
                    .toArray(String[]::new);
            return new Run(new ScanCommand(), arguments);
        }

        @Test
        void theEquipmentIsNamedWithWhereItWasSeen() throws IOException {
            Run run = scan("[8004]5055123HD00417", "--console", url, "--token", "t", "--tenant", "derby");
            Run json = scan("[8004]5055123HD00417", "--console", url, "--token", "t", "--json");

            assertThat(run.code).isZero();
            assertThat(run.lines())
                    .endsWith(
                            "equipment     Infusion pump 417 (infusion pump, EQ-417)",
                            "last seen     Ward 204, 4 s ago, 80 % sure (here)");
            assertThat(asked)
                    .containsExactly(
                            "query=(8004)5055123HD00417 Bearer t derby", "query=(8004)5055123HD00417 Bearer t null");
            JsonNode line = JSON.readTree(json.out());
            assertThat(line.path("lookup").textValue()).isEqualTo("found");
            assertThat(line.path("asset").path("id").textValue()).isEqualTo("pump-417");
        }

        @Test
        void whatHasAnotherKeyIsNotTakenForIt() throws IOException {
            Run run = scan("[8004]5055123HD00418", "--console", url, "--token", "t");
            Run json = scan("[01]05055123000012", "--console", url, "--token", "t", "--json");

            assertThat(run.code).isEqualTo(4);
            assertThat(run.err()).contains("no equipment of the console has a key of this label");
            assertThat(json.code).isEqualTo(4);
            assertThat(JSON.readTree(json.out()).path("lookup").textValue()).isEqualTo("unknown");
            assertThat(JSON.readTree(json.out()).path("asset").isNull()).isTrue();
        }

        @Test
        void aConsoleThatRefusesOrIsNotThereIsSaidAndTheLabelIsReadAllTheSame() throws IOException {
            status = 401;
            answer = "{\"error\":\"a token or a session is needed\"}";
            Run refused = scan("[8004]5055123HD00417", "--console", url, "--token", "t");
            stop();
            Run nobody = scan("[8004]5055123HD00417", "--console", url, "--token", "t", "--json");

            assertThat(refused.code).isEqualTo(3);
            assertThat(refused.out()).contains("(8004) 5055123HD00417");
            assertThat(refused.err()).contains("401");
            assertThat(nobody.code).isEqualTo(3);
            assertThat(JSON.readTree(nobody.out()).path("lookupError").textValue())
                    .contains("nobody answers there");
        }

        @Test
        void halfOfWhatItNeedsIsAUsageErrorAndNothingAtAllOnlyReadsAndSaysSo() throws IOException {
            assertThat(scan("[8004]5055123HD00417", "--console", url).code).isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(scan("[8004]5055123HD00417", "--token", "t").err()).contains("--console is missing");
            assertThat(scan("[8004]5055123HD00417", "--console", "here", "--token", "t")
                            .err())
                    .contains("http://host:port is expected");
            Run alone = scan("[8004]5055123HD00417");
            assertThat(alone.code).isZero();
            assertThat(alone.err()).contains("was not asked");
            assertThat(JSON.readTree(scan("[8004]5055123HD00417", "--json").out())
                            .path("lookup")
                            .textValue())
                    .isEqualTo("not_asked");
            assertThat(asked).isEmpty();
        }
    }
}
