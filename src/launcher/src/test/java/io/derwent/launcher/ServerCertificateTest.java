package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
    private static final int DNS = 2;
    private static final int IP = 7;

    @TempDir
    static Path directory = Path.of("");

    @Test
    void clientsThatTrustTheCaReachThisMachineByNameAndByAddress() throws IOException, GeneralSecurityException {
        ServerCertificate made = ServerCertificate.loadOrMake(directory);

        X509Certificate authority = read(made.ca());
        X509Certificate server = read(made.certificate());
        server.verify(authority.getPublicKey());
        assertThat(authority.getBasicConstraints()).isNotNegative();
        assertThat(server.getBasicConstraints()).isNegative();
        assertThat(server.getSubjectAlternativeNames()).contains(List.of(DNS, "localhost"), List.of(IP, "127.0.0.1"));
        for (Path file : List.of(made.ca(), made.certificate(), made.key())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(ServerCertificate.loadOrMake(directory).certificate()))
                .isEqualTo(Files.readString(made.certificate()));
    }

    private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
