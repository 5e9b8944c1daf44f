package io.derwent.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssetManifestTest {
    @Test
    void everyVendoredFileIsTheOneThatWasReviewed() throws IOException, NoSuchAlgorithmException {
        List<String> lines = new String(resource("/assets/SHA256SUMS"), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(lines).hasSizeGreaterThan(9);
        for (String line : lines) {
            String[] parts = line.split("  ", 2);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(resource("/assets/" + parts[1]));
            assertThat(HexFormat.of().formatHex(digest)).as(parts[1]).isEqualTo(parts[0]);
        }
    }

    @Test
    void theStyleSheetLoadsNothingFromElsewhere() throws IOException {
        String css = new String(resource("/assets/nhsuk/nhsuk-frontend-10.6.1.min.css"), StandardCharsets.UTF_8);

        assertThat(css).doesNotContain("@font-face").doesNotContain("https://assets");
    }

    @Test
    void aFileIsAskedForWithItsContentsVersion() {
        assertThat(new Assets().url("derwent/derwent.css")).matches("/assets/derwent/derwent\\.css\\?v=[0-9a-f]{12}");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = AssetManifestTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
