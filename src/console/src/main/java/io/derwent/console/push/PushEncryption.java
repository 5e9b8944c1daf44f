package io.derwent.console.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts for one browser (RFC 8291), so that its push service reads nothing. One record of {@code aes128gcm} (RFC 8188):
 *
 * <pre>
 *   salt 16 | record size 4 | length of the key id 1 | our public key 65 | ciphertext and tag
 * </pre>
 */
final class PushEncryption {
    private static final int SALT = 16;
    private static final int RECORD_SIZE = 4096;
    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int IKM = 32;
    private static final byte LAST_RECORD = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PushEncryption() {}

    static byte[] encrypt(byte[] plain, byte[] browserKey, byte[] auth) throws GeneralSecurityException {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return encrypt(plain, browserKey, auth, P256.fresh(), salt);
    }

    /** With a key pair and a salt that are used for nothing else. */
    static byte[] encrypt(byte[] plain, byte[] browserKey, byte[] auth, KeyPair own, byte[] salt)
            throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own.getPrivate());
        agreement.doPhase(P256.publicKey(browserKey), true);
        byte[] ownKey = P256.point((ECPublicKey) own.getPublic());
        byte[] secret = agreement.generateSecret();
        byte[] ikm = hkdf(auth, secret, concat(ascii("WebPush: info\0"), browserKey, ownKey), IKM);
        byte[] key = hkdf(salt, ikm, ascii("Content-Encoding: aes128gcm\0"), KEY);
        byte[] nonce = hkdf(salt, ikm, ascii("Content-Encoding: nonce\0"), NONCE);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        byte[] sealed = cipher.doFinal(concat(plain, new byte[] {LAST_RECORD}));
        return ByteBuffer.allocate(SALT + Integer.BYTES + 1 + ownKey.length + sealed.length)
                .put(salt)
                .putInt(RECORD_SIZE)
                .put((byte) ownKey.length)
                .put(ownKey)
                .put(sealed)
                .array();
    }

    /** RFC 5869 for at most 32 bytes: one round. */
    static byte[] hkdf(byte[] salt, byte[] secret, byte[] info, int length) throws GeneralSecurityException {
        byte[] extracted = hmac(salt, secret);
        return Arrays.copyOf(hmac(extracted, concat(info, new byte[] {1})), length);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
