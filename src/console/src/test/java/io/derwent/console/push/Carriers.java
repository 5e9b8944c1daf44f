package io.derwent.console.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.derwent.console.http.ApiJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A stand-in of GOV.UK Notify and of a push service with one browser, on one port of this machine. */
public final class Carriers implements AutoCloseable {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int HEADER = 16 + 4 + 1 + 65;

    private final HttpServer server;
    private final KeyPair browser;
    private final byte[] auth = "sixteen bytes ok".getBytes(StandardCharsets.US_ASCII);
    private final List<JsonNode> texts = new CopyOnWriteArrayList<>();
    private final List<String> pushes = new CopyOnWriteArrayList<>();
    private final List<String> topics = new CopyOnWriteArrayList<>();
    private final Map<String, String> fates = new ConcurrentHashMap<>();
    private volatile int pushAnswer = 201;
    private volatile int textAnswer = 201;

    public Carriers() {
        try {
            browser = P256.fresh();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/v2/notifications/sms", exchange -> {
            ObjectNode text = (ObjectNode)
                    ApiJson.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
            text.put("authorization", exchange.getRequestHeaders().getFirst("Authorization"));
            texts.add(text);
            answer(exchange, textAnswer, "{\"id\":\"receipt-" + texts.size() + "\"}");
        });
        server.createContext("/v2/notifications/receipt-", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String fate = fates.getOrDefault(path.substring(path.lastIndexOf('/') + 1), "sending");
            answer(exchange, 200, "{\"status\":\"" + fate + "\"}");
        });
        server.createContext("/push", exchange -> {
            topics.add(exchange.getRequestHeaders().getFirst("Topic"));
            pushes.add(decrypt(exchange.getRequestBody().readAllBytes()));
            answer(exchange, pushAnswer, "");
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String endpoint() {
        return url() + "/push";
    }

    public String p256dh() {
        return BASE64.encodeToString(P256.point((ECPublicKey) browser.getPublic()));
    }

    public String auth() {
        return BASE64.encodeToString(auth);
    }

    /** Text messages that were taken. */
    List<JsonNode> texts() {
        return texts;
    }

    /** The words of text messages that were taken. */
    public List<String> textsSaid() {
        return texts.stream()
                .map(text -> text.path("personalisation").path("message").asText())
                .toList();
    }

    /** What the browser reads. */
    public List<String> pushes() {
        return pushes;
    }

    List<String> topics() {
        return topics;
    }

    void answerPushes(int status) {
        pushAnswer = status;
    }

    void answerTexts(int status) {
        textAnswer = status;
    }

    void fate(String receipt, String status) {
        fates.put(receipt, status);
    }

    /** As a browser does, from the header of the message alone and its own keys (RFC 8291 §3.4). */
    private String decrypt(byte[] message) {
        try {
            byte[] salt = Arrays.copyOf(message, 16);
            byte[] sender = Arrays.copyOfRange(message, 21, HEADER);
            byte[] own = P256.point((ECPublicKey) browser.getPublic());
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(browser.getPrivate());
            agreement.doPhase(P256.publicKey(sender), true);
            byte[] info = "WebPush: info\0".getBytes(StandardCharsets.US_ASCII);
            byte[] all = ByteBuffer.allocate(info.length + own.length + sender.length)
                    .put(info)
                    .put(own)
                    .put(sender)
                    .array();
            byte[] ikm = PushEncryption.hkdf(auth, agreement.generateSecret(), all, 32);
            byte[] key = PushEncryption.hkdf(salt, ikm, ascii("Content-Encoding: aes128gcm\0"), 16);
            byte[] nonce = PushEncryption.hkdf(salt, ikm, ascii("Content-Encoding: nonce\0"), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            byte[] plain = cipher.doFinal(message, HEADER, message.length - HEADER);
            return new String(plain, 0, plain.length - 1, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the browser cannot read it", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
