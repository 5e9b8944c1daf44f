package io.derwent.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The installation's own certificate authority and the server certificate for {@code localhost} and {@code 127.0.0.1}, made
 * once with the JDK's {@code keytool}; PEM files, 0600.
 *
 * @param ca for clients: {@code mosquitto_pub --cafile}
 * @param certificate the server's chain
 * @param key the server's private key, PKCS 8
 */
record ServerCertificate(Path ca, Path certificate, Path key) {
    private static final int VALID_DAYS = 825;
    private static final int CA_VALID_DAYS = 3650;
    private static final int KEYTOOL_SECONDS = 60;
    private static final int PEM_LINE = 64;

    static ServerCertificate loadOrMake(Path directory) {
        ServerCertificate files = new ServerCertificate(
                directory.resolve("ca.pem"), directory.resolve("server.pem"), directory.resolve("server-key.pem"));
        if (!Files.exists(files.key)) {
            files.make(directory);
        }
        return files;
    }

    private void make(Path directory) {
        Path store = directory.resolve("keys.p12");
        String password = Secrets.randomPassword();
        try {
            Files.deleteIfExists(store);
            keytool(
                    store,
                    password,
                    "-alias",
                    "ca",
                    "-dname",
                    "CN=Derwent CA of this machine",
                    "-validity",
                    String.valueOf(CA_VALID_DAYS),
                    "-ext",
                    "bc:c=ca:true",
                    "-ext",
                    "ku:c=keyCertSign,cRLSign");
            keytool(
                    store,
                    password,
                    "-alias",
                    "server",
                    "-dname",
                    "CN=localhost",
                    "-signer",
                    "ca",
                    "-validity",
                    String.valueOf(VALID_DAYS),
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-ext",
                    "eku=serverAuth",
                    "-ext",
                    "ku:c=digitalSignature");
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, password.toCharArray());
            }
            byte[] authority = keys.getCertificate("ca").getEncoded();
            byte[] server = keys.getCertificate("server").getEncoded();
            Key serverKey = keys.getKey("server", password.toCharArray());
            DataDirectory.writePrivate(ca, pem("CERTIFICATE", authority));
            DataDirectory.writePrivate(certificate, pem("CERTIFICATE", server) + pem("CERTIFICATE", authority));
            DataDirectory.writePrivate(key, pem("PRIVATE KEY", serverKey.getEncoded()));
            Files.delete(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new CannotStart(
                    "The server certificate could not be made in %s (%s); is this a complete JDK?"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    private static void keytool(Path store, String password, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Xshare:auto",
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                "DERWENT_STORE_PASSWORD"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DERWENT_STORE_PASSWORD", password);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool said: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String pem(String type, byte[] encoded) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + type
                + "-----\n";
    }
}
